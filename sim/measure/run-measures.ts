import type { Scenario } from "../../scenarios/scenario.ts";
import type { BrokerQueue } from "../plant/broker-queue.ts";
import { type DeviceState, MICRO, MILLI, type NodeState } from "../plant/nodes.ts";
import type { Plant } from "../plant/plant.ts";
import type { DeviceMeasures, QueueMeasures, RunMeasures } from "../result.ts";
import { average } from "./average.ts";
import { dwellTimes } from "./changes.ts";
import { costOf, deviceCost, nodeCost } from "./cost.ts";
import type { InTime } from "./count-in-time.ts";
import { meanElasticity } from "./elasticity.ts";
import { groupMeasures } from "./group-measures.ts";
import { type Latencies, latenciesOf } from "./latencies.ts";
import { queueMeasures } from "./queue-measures.ts";

/** Everything one run measured. */
export function runMeasures(
  plant: Plant,
  scenario: Scenario,
  latencies: ReadonlyMap<string, Latencies>,
  inTime: ReadonlyMap<BrokerQueue, InTime>,
  about: Pick<RunMeasures, "seed" | "decisions" | "events" | "transient">,
): RunMeasures {
  const { now } = plant;
  const purges = scenario.faults?.some(({ kind }) => kind === "purge") ?? false;
  const measure = (lines: readonly BrokerQueue[], latency: Latencies): QueueMeasures => {
    const measured = queueMeasures(now, lines, latency, inTime, scenario.objective);
    if (purges) measured.purged = lines.reduce((sum, line) => sum + line.purged, 0);
    return measured;
  };
  const measureQueue = (name: string, lines: readonly BrokerQueue[]): RunMeasures["queues"][string] => {
    const measured: RunMeasures["queues"][string] = measure(lines, latencies.get(name)!);
    const classes = lines.flatMap((line) =>
      line.class === undefined ? [] : [[line.class, measure([line], latenciesOf([line]))] as const],
    );
    if (classes.length > 0) measured.classes = Object.fromEntries(classes);
    return measured;
  };
  const groups = plant.groups.map((group) => [group.spec.name, groupMeasures(plant, group)] as const);
  const cost = costOf(plant, scenario);
  const dwell = dwellTimes(plant.groups.map(({ changes }) => changes));
  const close = meanElasticity(groups.flatMap(([, group]) => group.elasticity ?? []));
  const measures: RunMeasures = {
    seed: about.seed,
    duration: now,
    decisions: about.decisions,
    events: about.events,
    ...(about.transient && { transient: about.transient }),
    tasks: measure(plant.queues, latencies.get("")!),
    queues: Object.fromEntries([...plant.lines].map(([name, lines]) => [name, measureQueue(name, lines)])),
    groups: Object.fromEntries(groups),
    nodes: Object.fromEntries(plant.nodes.map((node) => [node.spec.name, nodeMeasures(node, now)])),
    devices: Object.fromEntries(plant.devices.map((device) => [device.key, deviceMeasures(device, now)])),
  };
  if (cost !== undefined) measures.cost = cost;
  if (dwell !== undefined) measures.dwell = dwell;
  if (close !== undefined) measures.elasticity = close;
  return measures;
}

function nodeMeasures(node: NodeState, now: number): RunMeasures["nodes"][string] {
  const cost = nodeCost(node, now);
  return {
    cpuUtilization: average(node.cpu.used.integral(now), now) / (node.spec.cores * MILLI),
    maxMemory: node.memoryUsed.peak,
    cores: node.spec.cores,
    ...(cost === undefined ? {} : { cost }),
  };
}

function deviceMeasures(device: DeviceState, now: number): DeviceMeasures {
  const cost = deviceCost(device, now);
  return {
    utilization: average(device.busy.used.integral(now), now) / MICRO,
    meanMemory: average(device.memoryUsed.integral(now), now),
    maxMemory: device.memoryUsed.peak,
    memory: device.memory,
    violations: device.held.excesses,
    violated: average(device.held.exceeded.integral(now), now),
    ...(cost === undefined ? {} : { cost }),
  };
}
