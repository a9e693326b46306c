import { z } from "zod";
import { bestStatic, bound, ceilings, floors } from "./baselines/format.ts";
import { count, estimate } from "./estimate-format.ts";

/**
 * The saved result of a run: `result.json`, format version 1. Every number carries its unit in its schema, `meta({ unit })`.
 * A value that is not known is absent, never zero.
 */
const seconds = z.number().meta({ unit: "s" });
const share = z.number().meta({ unit: "fraction of 1" });
const hours = z.number().meta({ unit: "h" });
const dollars = z.number().meta({ unit: "USD" });
const bytes = z.number().meta({ unit: "B" });
const replicas = z.number().meta({ unit: "replicas" });
const perHour = z.number().meta({ unit: "1/h" });
const ofMeasure = z.number().meta({ unit: "of the measure" });

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

/** How much more a measure is than under the baseline: the mean over pairs of runs of one seed, with its 95 % interval (Student t, not corrected). */
export const difference = z.object({
  mean: ofMeasure,
  low: ofMeasure,
  high: ofMeasure,
  runs: count.describe("Pairs"),
  p: share.describe("Of the paired t test, two-sided: how likely so much were by accident"),
  adjusted: share.describe("The same, corrected after Holm for all policies and measures compared"),
  headline: z
    .literal(true)
    .optional()
    .describe("Among the few measures that count first; they are corrected by themselves, and so are the others"),
  verdict: z.enum(["better", "worse", "not distinguishable"]).describe("At 5 %, by `adjusted`"),
  runsNeeded: count
    .optional()
    .describe("So many runs would tell a difference as large as this in four of five experiments"),
});

/** The answer: least of what the objective minimizes among the policies that keep to its constraints. */
export const recommendation = z.object({
  policy: z.string(),
  against: z
    .string()
    .optional()
    .describe("Whom it is compared with: the baseline, or where it is the baseline itself, the next best"),
  minimize: z.string().describe("Name of a measure"),
  subjectTo: ceilings,
  atLeast: floors.optional().describe("What it has to keep at or above a limit. Absent where nothing is"),
  feasible: z.array(z.string()).describe("Labels of those that keep to all constraints by their means, the best first"),
});

/** Why there are as many runs as there are, where the scenario asks for a precision. */
export const precision = z.object({
  within: share.describe(
    "Wanted: half of each 95 % interval over the mean, or over its limit in the objective if that is larger",
  ),
  measures: z.array(z.string()),
  reached: z.boolean().describe("false: there was no leave for more runs"),
  most: count.describe("Runs of each policy that were allowed"),
  widest: z
    .object({
      policy: z.string(),
      measure: z.string(),
      within: share.optional().describe("Absent where a run did not measure it"),
    })
    .describe("The least precise of the intervals"),
});

/** The unit of the statistics is a window of the workload, and not the seed: each was run once. */
export const windows = z.object({
  every: seconds,
  from: z.array(seconds).describe("Where each begins, in the order of the runs"),
  leftOut: seconds.describe("At the end of the workload, less than a window"),
});

/** The experiment was interrupted: only the seeds that every policy was run on are in the result. */
export const interrupted = z.object({
  planned: count.describe("Runs there would have been of each policy, or at most where it depends on the precision"),
  notRun: z.array(z.string()).optional().describe("Labels of policies of which there is no run"),
});

/** One line of what the scenario expects, for one policy. */
export const expectation = z.object({
  text: z.string(),
  policy: z.string(),
  outcome: z
    .enum(["met", "failed", "not distinguishable"])
    .describe("By the interval of the mean; in between, where the limit is within it"),
  value: estimate.optional().describe("Absent where it was not measured; then it failed"),
  unit: z.string().optional().describe("Of the value"),
  example: unexplained
    .extend({ seed: count, group: z.string() })
    .optional()
    .describe("The soonest change that was not to be; there only where the line is about such changes"),
});

/** What a measure is. */
export const measureInfo = z.object({
  words: z.string().describe("As scenarios name it"),
  family: z.string(),
  unit: z.string(),
  better: z.enum(["lower", "higher"]).optional(),
  definition: z.string(),
});

/** Columns over time, one value a bin. Names: `queue/q/waiting`, `queue/q/waiting/max`, `group/g/ready`, `node/n/cpu`, `device/d/memory`, …. */
export const series = z.object({
  binWidth: seconds,
  /** Start of each bin, seconds into the run. */
  time: z.array(seconds),
  columns: z.record(z.string(), z.object({ unit: z.string(), values: z.array(z.number().nullable()) })),
});

const reason = z.object({
  code: z.string(),
  facts: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])),
});

const rate = z.number().meta({ unit: "1/s" });

/** What a policy saw when it changed a count. A reading it did not have is absent. */
export const seen = z.object({
  queues: z
    .record(
      z.string(),
      z.object({
        waiting: count.optional(),
        inService: count.optional(),
        oldestWait: seconds.optional(),
        arrivalRate: rate.optional(),
        deliveryRate: rate.optional(),
        consumers: count.optional(),
      }),
    )
    .describe("Those that the group serves"),
  replicas: z.record(z.string(), count).describe("By phase"),
  minimum: count,
  maximum: count.optional(),
  signals: z.record(z.string(), z.number().meta({ unit: "of the signal" })),
});

/** A decision worth showing: it acted, or its reason is another than the time before. */
export const decisionEntry = z.object({
  /** Seconds into the run at which it took effect. */
  time: seconds,
  controller: z.string().optional().describe("Whose decision, where the scenario has several controllers"),
  subject: z.string(),
  desired: z.object({ from: count, to: count }).optional(),
  because: z.array(reason),
  seen: seen.optional().describe("Where the desired count changed"),
  /** How many checks in a row said the same. */
  repeats: count,
});

/** A fault of the scenario that came about. */
export const faultEntry = z.object({
  /** Seconds into the run; `until` is absent where it passed at once or lasted to the end. */
  time: seconds,
  until: seconds.optional(),
  /** As in the scenario: nodeLoss, replicaCrash, …. */
  kind: z.string(),
  /** What it concerned: names of nodes, groups, queues or devices. */
  subject: z.string(),
});

/** One replica from its start until it was gone. */
export const life = z.object({
  group: z.string(),
  replica: z.string(),
  lane: count.describe("Of its group: no two replicas are on a lane at a time"),
  node: z.string().optional().describe("Absent until it has a place"),
  devices: z.array(z.string()).optional(),
  phases: z.array(
    z.object({
      phase: z.enum(["pending", "warming", "ready", "unhealthy", "draining", "failed"]),
      time: seconds.describe("At which it began, seconds into the run"),
    }),
  ),
  busy: z
    .object({ bin: count, shares: z.array(share) })
    .describe("The share of every bin of the series it was at work, from this bin on"),
  until: seconds.optional().describe("Absent: it lasted to the end"),
  killed: z.literal(true).optional().describe("When its grace time was over"),
});

/** Empirical distribution of waits and sojourns of one run: `share` of tasks with at most `value` seconds, at 201 or fewer points. */
export const ecdf = z.object({ value: z.array(seconds), share: z.array(share) });

export const policyResult = z.object({
  label: z.string(),
  policy: z.string(),
  policyVersion: count,
  parameters: z.json(),
  reasons: z
    .record(z.string(), z.string())
    .optional()
    .describe("What the reason codes of its decisions mean, as far as the policy says"),
  /** In the order of `seeds`. */
  runs: z.array(runMeasures),
  /** By the names in `measures.ts`. */
  summary: z.record(z.string(), estimate),
  differences: z
    .record(z.string(), difference)
    .optional()
    .describe("From the baseline, by measure. Absent for the baseline itself, and with fewer than two runs"),
  comparedWith: z
    .string()
    .optional()
    .describe("Label of the policy that the differences are from. Absent where that is the baseline"),
  bound: bound.optional().describe("What hindsight would have paid; absent where there is no bound"),
  /** From the run of one seed, the same for all policies: that whose results are nearest to the means. */
  detail: z.object({
    seed: count,
    series,
    /** In the order they came; absent where the scenario has none. */
    faults: z.array(faultEntry).optional(),
    decisions: z.array(decisionEntry),
    lives: z.array(life).optional().describe("What became of each replica; of large groups those on the first lanes"),
    livesLeftOut: count.optional(),
    /** Decisions left out of `decisions` because there were too many; the journal has all. */
    decisionsLeftOut: count,
    wait: z.record(z.string(), ecdf),
    sojourn: z.record(z.string(), ecdf),
  }),
});

export const sourceReport = z.object({
  source: z.string(),
  queue: z.string(),
  file: z.string().optional().describe("Name of the trace file"),
  sha256: z.string().optional(),
  rows: count.optional(),
  used: count.optional(),
  /** Rows not used, by reason. */
  skipped: z.record(z.string(), count).optional(),
  sorted: z.boolean().optional().describe("false: the file was out of order and has been sorted"),
});

export const result = z.object({
  version: z.literal(1),
  generator: z.object({ name: z.literal("disfun-sim"), version: z.string() }),
  /** The resolved scenario. */
  scenario: z.json(),
  name: z.string(),
  description: z.string(),
  start: seconds.describe("Unix time at which a run begins"),
  seeds: z.array(count),
  windows: windows.optional().describe("Absent where the unit is the seed"),
  precision: precision.optional().describe("Absent where the number of runs was given"),
  interrupted: interrupted.optional(),
  warnings: z.array(z.string()),
  workload: z.array(sourceReport),
  measures: z.record(z.string(), measureInfo).optional().describe("What is in the summaries, by name"),
  baseline: z.string().optional().describe("Label of the policy that the others are compared with"),
  expectations: z.array(expectation).optional().describe("Absent where the scenario expects nothing"),
  recommendation: recommendation
    .optional()
    .describe("Absent with a single policy, and where the scenario's objective constrains nothing"),
  policies: z.array(policyResult),
  bestStatic: bestStatic.optional().describe("The cheapest fixed size; absent where it was not looked for"),
  noBestStatic: z.string().optional().describe("Why there is none, where it was looked for"),
  noBound: z.string().optional().describe("Why the policies have no bound, where one was asked for"),
  /** SHA-256 over all of the above. */
  fingerprint: z.string(),
  command: z
    .string()
    .optional()
    .describe("What makes it again, and is not in the fingerprint. Absent where a library made it"),
  journaled: count
    .optional()
    .describe("Seed of the runs that journals were kept of, and not in the fingerprint. Absent without any"),
});

export type BestStatic = z.output<typeof bestStatic>;
export type Bound = z.output<typeof bound>;
export type Durations = z.output<typeof durations>;
export type RunMeasures = z.output<typeof runMeasures>;
export type QueueMeasures = z.output<typeof queueMeasures>;
export type GroupMeasures = z.output<typeof groupMeasures>;
export type DeviceMeasures = z.output<typeof deviceMeasures>;
export type Elasticity = z.output<typeof elasticity>;
export type DwellTimes = z.output<typeof dwellTimes>;
export type Unexplained = z.output<typeof unexplained>;
export type CostParts = z.output<typeof costParts>;
export type MeasureInfo = z.output<typeof measureInfo>;
export type Estimate = z.output<typeof estimate>;
export type Recommendation = z.output<typeof recommendation>;
export type Windows = z.output<typeof windows>;
export type Precision = z.output<typeof precision>;
export type Interrupted = z.output<typeof interrupted>;
export type Expectation = z.output<typeof expectation>;
export type Difference = z.output<typeof difference>;
export type Series = z.output<typeof series>;
export type DecisionEntry = z.output<typeof decisionEntry>;
export type FaultEntry = z.output<typeof faultEntry>;
export type Seen = z.output<typeof seen>;
export type Life = z.output<typeof life>;
export type Ecdf = z.output<typeof ecdf>;
export type PolicyResult = z.output<typeof policyResult>;
export type SourceReport = z.output<typeof sourceReport>;
export type Result = z.output<typeof result>;
