import { z } from "zod";
import { count } from "../estimate-format.ts";
import { bytes, dollars, hours, perHour, replicas, seconds, share } from "./quantities.ts";

/** Over all tasks that arrived; one that is unfinished, or left unserved, counts with the time it had. Absent where none arrived. */
export const durations = z.object({
  mean: seconds,
  p50: seconds,
  p90: seconds,
  p95: seconds,
  p99: seconds,
  max: seconds,
});

const queueMeasures = z.object({
  arrived: count,
  completed: count,
  /** Waiting or in service when the run ended. */
  unfinished: count,
  lost: count.describe(
    "Work of replicas that were killed or died, on queues that acknowledge before it; swallowed; purged",
  ),
  purged: count.optional().describe("Of those lost: dropped by a purge. Absent where nobody purges"),
  expired: count.optional().describe("Waited as long as they may, and left unserved"),
  retried: count.optional().describe("Lost or expired work that arrived anew; counted among the arrivals again"),
  redelivered: count.describe("Work of replicas that were killed or died put back to its place"),
  /** Arrival → first start of service. */
  wait: durations.optional(),
  /** Arrival → completion. */
  sojourn: durations.optional(),
  waitedAtAll: count.describe("Tasks that did not start at once"),
  attainment: share.optional().describe("Tasks whose wait is within the objective"),
  sojournAttainment: share.optional().describe("Tasks completed within the sojourn of the objective"),
  goodput: perHour.optional().describe("Tasks completed within the objective"),
  timeInBacklog: share.optional().describe("Time in which tasks waited; of several lines the most of one"),
  meanWaiting: count.describe("Time average of ready messages"),
  meanHeld: count.optional().describe("Time average of messages delivered to a replica that has not begun them"),
  meanInService: count.describe("Time average of messages in service"),
  maxWaiting: count,
});

/** How closely ready replicas follow the demand; formulas are in MEASURES.md. */
export const elasticity = z.object({
  thetaU: share.describe("Under-provisioning accuracy, in parts of the largest supply; may exceed 1"),
  thetaO: share.describe("Over-provisioning accuracy, in parts of the largest supply"),
  thetaUNormalized: share.describe("Missing share of the demand"),
  thetaONormalized: share.describe("Share of the supply that is too much"),
  tauU: share.describe("Time with fewer than needed"),
  tauO: share.describe("Time with more than needed"),
  instability: share.optional().describe("Time in which both do not change in the same direction"),
  jitter: perHour.describe("Changes of supply less changes of demand"),
  meanDemand: replicas,
});

/** Times from one change of a desired count to the next. Absent with fewer than two changes. */
export const dwellTimes = z.object({ min: seconds, p10: seconds, p50: seconds, mean: seconds, max: seconds });

/** A change of direction that the demand does not explain. */
export const unexplained = z.object({
  after: seconds.describe("Since the last change in the other direction"),
  time: seconds.describe("Into the run"),
  from: replicas,
  to: replicas,
  demand: z.object({ before: replicas, now: replicas }).describe("At that change and at this one"),
});

/** Where the money of replicas went: they cost warming, busy, idle and rounding; busy is useful, killed and wasted. */
export const costParts = z.object({
  replicas: dollars,
  warming: dollars,
  busy: dollars,
  useful: dollars,
  killed: dollars,
  wasted: dollars.describe("Work lost with replicas that died, or in black holes"),
  idle: dollars,
  rounding: dollars.describe("Billed and not used"),
});

const phases = z.object({ pending: count, warming: count, ready: count, draining: count });

const groupMeasures = z.object({
  /** Time averages. `busy` of the ready, unhealthy and draining ones serve a task; absent phases cannot come about. */
  meanReplicas: phases.extend({ busy: count, unhealthy: count.optional(), failed: count.optional() }),
  maxReplicas: count,
  /** Busy share of ready time. */
  utilization: share.optional(),
  replicaHours: hours.describe("From start until gone, pending left out"),
  gpuHours: hours,
  starts: count,
  refused: count.optional().describe("Starts refused by an adapter that had all it can; absent where it has no limit"),
  cancelled: count.describe("Starts cancelled before they were ready"),
  neverServed: count.describe("Replicas that became ready and left without having served a task"),
  killed: count.describe("Replicas killed when their grace time was over"),
  killedWork: hours.describe("Service time lost to kills"),
  lostWork: hours.optional().describe("Of that: acknowledged before, so that nobody does it again"),
  /** Present where replicas can fail. */
  failedStarts: count.optional().describe("Replicas that ended before they served"),
  hungStarts: count.optional().describe("Starts that would warm up for ever"),
  blackHoles: count.optional().describe("Starts that acknowledge their work at once and do nothing"),
  crashed: count.optional().describe("Replicas that ended without being asked to after they had served or could have"),
  swallowed: count.optional().describe("Tasks that black holes took and lost"),
  scaleUps: count,
  scaleDowns: count,
  reversals: count.describe("Changes of the desired count in the other direction than the change before"),
  unexplainedReversals: count.optional().describe("Of those: demand had not changed so. Absent where it is not known"),
  soonestDown: unexplained.optional().describe("The soonest scale-down after a scale-up that demand does not explain"),
  soonestUp: unexplained.optional().describe("The soonest scale-up after a scale-down that demand does not explain"),
  dwell: dwellTimes.optional(),
  oscillation: z
    .object({ period: seconds, amplitude: replicas, cycles: count })
    .optional()
    .describe("Of the desired count about its average. Absent with fewer than two full cycles"),
  elasticity: elasticity.optional().describe("Absent where other groups serve its queues too"),
  cost: costParts.optional().describe("Absent where its replicas have no price"),
});

const nodeMeasures = z.object({
  cpuUtilization: share.describe("Time average of busy cores over cores, at most 1"),
  maxMemory: bytes,
  cores: count.optional(),
  cost: dollars.optional(),
});
const deviceMeasures = z.object({
  utilization: share,
  meanMemory: bytes,
  maxMemory: bytes,
  memory: bytes,
  violations: count.optional().describe("How often more memory was asked for than there is"),
  violated: share.optional().describe("Time in which it was"),
  cost: dollars.optional(),
});

/** Absent parts have no price in the scenario. */
const cost = z.object({
  total: dollars,
  nodes: dollars.optional(),
  gpus: dollars.optional(),
  /** Of all replicas, and where their money went. */
  ...costParts.partial().shape,
  perThousandTasks: dollars.optional(),
});

/** What one run measured, for one policy and one seed. */
export const runMeasures = z.object({
  seed: count,
  duration: seconds,
  decisions: count,
  events: count.describe("Arrivals, completions and other events the engine handled"),
  transient: z
    .object({ until: seconds, leftOut: count.describe("Tasks that arrived before and began, expired or still wait") })
    .optional()
    .describe("What is left out of wait, sojourn and attainment, and of nothing else. Absent where nothing is to be"),
  tasks: queueMeasures.describe("All queues together"),
  queues: z.record(
    z.string(),
    queueMeasures.extend({
      classes: z
        .record(z.string(), queueMeasures)
        .optional()
        .describe("By class; tasks of no class are in none of them. Absent where the scenario has no classes"),
    }),
  ),
  groups: z.record(z.string(), groupMeasures),
  nodes: z.record(z.string(), nodeMeasures),
  devices: z.record(z.string(), deviceMeasures),
  cost: cost.optional(),
  regret: share.optional().describe("What was paid above the bound, over it. Absent without one, and where it is 0"),
  regretOverStatic: share.optional().describe("What was paid above the best static size, over it. Absent without one"),
  dwell: dwellTimes.optional().describe("Of all groups together"),
  elasticity: elasticity.optional().describe("Mean over the groups that know theirs"),
});

export type Durations = z.output<typeof durations>;
export type RunMeasures = z.output<typeof runMeasures>;
export type QueueMeasures = z.output<typeof queueMeasures>;
export type GroupMeasures = z.output<typeof groupMeasures>;
export type DeviceMeasures = z.output<typeof deviceMeasures>;
export type Elasticity = z.output<typeof elasticity>;
export type DwellTimes = z.output<typeof dwellTimes>;
export type Unexplained = z.output<typeof unexplained>;
export type CostParts = z.output<typeof costParts>;
