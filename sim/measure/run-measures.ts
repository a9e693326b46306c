import type { Scenario } from "../../scenarios/scenario.ts";
import type { BrokerQueue } from "../plant/broker-queue.ts";
import type { GroupState } from "../plant/group.ts";
import { MICRO, MILLI } from "../plant/nodes.ts";
import type { Plant } from "../plant/plant.ts";
import type { GroupMeasures, QueueMeasures, RunMeasures } from "../result.ts";
import { costOf } from "./cost.ts";
import { DurationRecord } from "./durations.ts";

/** The distributions of one run, with the unfinished tasks in them. */
export interface Latencies {
  readonly wait: DurationRecord;
  readonly sojourn: DurationRecord;
}

/**
 * Counts the tasks a run leaves unfinished with the time they already had, so that a growing backlog shows in the percentiles.
 * To be called once, at the end. Returns the distributions by queue, and of all queues under the empty name.
 */
export function closeLatencies(plant: Plant): ReadonlyMap<string, Latencies> {
  const { tasks, now } = plant;
  for (const task of unfinished(plant)) {
    const queue = plant.queueOf(task);
    const age = now - tasks.arrivals[task]!;
    queue.sojourns.add(age);
    if (tasks.begun[task] === 1) continue;
    queue.waits.add(age);
    if (age > 0) queue.waitedAtAll++;
  }
  const latencies = [...plant.lines].map(([name, lines]) => [name, latenciesOf(lines)] as const);
  return new Map([...latencies, ["", latenciesOf(plant.queues)]]);
}

function latenciesOf(lines: readonly BrokerQueue[]): Latencies {
  return {
    wait: DurationRecord.merged(lines.map((line) => line.waits)),
    sojourn: DurationRecord.merged(lines.map((line) => line.sojourns)),
  };
}

/** Waiting, held by a replica, or in service. */
function* unfinished(plant: Plant): Generator<number> {
  const { replicas } = plant;
  for (const queue of plant.queues) yield* queue.tasks();
  for (const group of plant.groups) {
    for (const row of group.members) {
      const station = replicas.stations[row];
      if (station !== undefined) yield* [...station.active, ...station.held];
      else if (replicas.tasks[row] !== -1) yield replicas.tasks[row]!;
    }
  }
}

/** Everything one run measured. */
export function runMeasures(
  plant: Plant,
  scenario: Scenario,
  latencies: ReadonlyMap<string, Latencies>,
  about: { readonly seed: number; readonly decisions: number; readonly events: number },
): RunMeasures {
  const { now } = plant;
  const within = scenario.objective?.wait;
  const purges = scenario.faults?.some(({ kind }) => kind === "purge") ?? false;
  const measure = (lines: readonly BrokerQueue[], latency: Latencies): QueueMeasures => ({
    ...queueMeasures(now, lines, latency, within),
    ...(purges ? { purged: lines.reduce((sum, line) => sum + line.purged, 0) } : {}),
  });
  const measureQueue = (name: string, lines: readonly BrokerQueue[]) => {
    const classes = lines.flatMap((line) =>
      line.class === undefined ? [] : [[line.class, measure([line], latenciesOf([line]))] as const],
    );
    return {
      ...measure(lines, latencies.get(name)!),
      ...(classes.length === 0 ? {} : { classes: Object.fromEntries(classes) }),
    };
  };
  const cost = costOf(plant, scenario);
  return {
    seed: about.seed,
    duration: now,
    decisions: about.decisions,
    events: about.events,
    tasks: measure(plant.queues, latencies.get("")!),
    queues: Object.fromEntries([...plant.lines].map(([name, lines]) => [name, measureQueue(name, lines)])),
    groups: Object.fromEntries(plant.groups.map((group) => [group.spec.name, groupMeasures(plant, group)])),
    nodes: Object.fromEntries(
      plant.nodes.map((node) => {
        const cpuUtilization = average(node.cpu.used.integral(now), now) / (node.spec.cores * MILLI);
        return [node.spec.name, { cpuUtilization, maxMemory: node.memoryUsed.peak, cores: node.spec.cores }];
      }),
    ),
    devices: Object.fromEntries(
      plant.devices.map((device) => [
        device.key,
        {
          utilization: average(device.busy.used.integral(now), now) / MICRO,
          meanMemory: average(device.memoryUsed.integral(now), now),
          maxMemory: device.memoryUsed.peak,
          memory: device.memory,
        },
      ]),
    ),
    ...(cost === undefined ? {} : { cost }),
  };
}

function queueMeasures(
  now: number,
  queues: readonly BrokerQueue[],
  latency: Latencies,
  within: number | undefined,
): QueueMeasures {
  const sum = (count: (queue: BrokerQueue) => number) => queues.reduce((total, queue) => total + count(queue), 0);
  const wait = latency.wait.summary();
  const sojourn = latency.sojourn.summary();
  return {
    arrived: sum((queue) => queue.arrived),
    completed: sum((queue) => queue.completed),
    unfinished: sum((queue) => queue.waiting.value + queue.held.value + queue.inService.value),
    lost: sum((queue) => queue.lost),
    ...(queues.some((queue) => queue.timeToLive < Infinity) ? { expired: sum((queue) => queue.expired) } : {}),
    ...(queues.some((queue) => queue.retry !== undefined) ? { retried: sum((queue) => queue.retried) } : {}),
    redelivered: sum((queue) => queue.redelivered),
    ...(wait === undefined ? {} : { wait }),
    ...(sojourn === undefined ? {} : { sojourn }),
    waitedAtAll: sum((queue) => queue.waitedAtAll),
    ...(within === undefined || wait === undefined
      ? {}
      : { attainment: attained(queues, latency, within) / latency.wait.count }),
    meanWaiting: average(
      sum((queue) => queue.waiting.integral(now)),
      now,
    ),
    ...(queues.some((queue) => queue.held.peak > 0)
      ? {
          meanHeld: average(
            sum((queue) => queue.held.integral(now)),
            now,
          ),
        }
      : {}),
    meanInService: average(
      sum((queue) => queue.inService.integral(now)),
      now,
    ),
    // The peaks of several queues need not fall together, so for all of them this is an upper limit.
    maxWaiting: sum((queue) => queue.waiting.peak),
  };
}

/** Tasks begun within the objective: those that expired before it did not wait long, but were not served either. */
function attained(queues: readonly BrokerQueue[], latency: Latencies, within: number): number {
  const inVain = queues.reduce((sum, queue) => sum + (queue.timeToLive <= within ? queue.expired : 0), 0);
  return Math.max(0, latency.wait.within(within) - inVain);
}

function groupMeasures(plant: Plant, group: GroupState): GroupMeasures {
  const { now } = plant;
  const { spec } = group;
  const mean = (phase: "pending" | "warming" | "ready" | "draining" | "busy" | "unhealthy" | "failed") =>
    average(group[phase].integral(now), now);
  const open = mean("ready") + mean("draining") + mean("unhealthy");
  const replicaHours = group.running.integral(now) / 3600;
  return {
    meanReplicas: {
      pending: mean("pending"),
      warming: mean("warming"),
      ready: mean("ready"),
      draining: mean("draining"),
      busy: mean("busy"),
      ...(spec.health === undefined ? {} : { unhealthy: mean("unhealthy") }),
      ...(group.mayFail ? { failed: mean("failed") } : {}),
    },
    maxReplicas: group.running.peak,
    ...(open === 0 ? {} : { utilization: mean("busy") / open }),
    replicaHours,
    gpuHours: replicaHours * spec.needs.gpus,
    starts: group.starts,
    ...(spec.adapter?.capacity === undefined ? {} : { refused: group.refused }),
    cancelled: group.cancelled,
    neverServed: group.neverServed,
    killed: group.killed,
    killedWork: group.killedWork / 3600,
    ...(group.mayFail ? failuresOf(group) : {}),
    scaleUps: group.scaleUps,
    scaleDowns: group.scaleDowns,
    reversals: group.reversals,
  };
}

function failuresOf({ failedStarts, hungStarts, blackHoles, crashed, swallowed }: GroupState) {
  return { failedStarts, hungStarts, blackHoles, crashed, swallowed };
}

function average(integral: number, duration: number): number {
  return duration === 0 ? 0 : integral / duration;
}
