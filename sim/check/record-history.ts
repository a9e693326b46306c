import { control } from "../../policies/index.ts";
import type { Group, Observation, Replica } from "../../policies/policy.ts";
import { UsageError } from "../../policies/usage-error.ts";
import type { Scenario } from "../../scenarios/scenario.ts";
import type { MakePolicy } from "../control/controllers.ts";
import type { Call, Change, RunRecord, Step } from "./run-record.ts";
import { spied } from "./run-record.ts";
import type { Reading } from "./situations/situation.ts";

/** The same record of a policy that reads its readings off a list: nothing happens but that its group has the count it asked for. */
export function recordHistory(scenario: Scenario, make: MakePolicy, history: readonly Reading[]): RunRecord {
  const steps: Step[] = [];
  const changes: Change[] = [];
  const calls: Call[] = [];
  const controller = control(spied(make(), 0, undefined, calls));
  const [group] = scenario.groups;
  const { period = 60 } = scenario.check;
  let desired = group?.initial.replicas ?? 0;
  let arrived = 0;
  let error: string | undefined;
  for (const [index, reading] of history.entries()) {
    if (group === undefined || error !== undefined) break;
    const time = index * period;
    const observation = observed(scenario, reading, desired, time);
    arrived += reading.rate * period;
    try {
      const { actions, record } = controller.step(observation);
      const [queue = ""] = group.serves;
      const queues = [{ name: queue, arrived, completed: arrived, waiting: reading.waiting ?? 0, inService: 0 }];
      const step = steps.push({ time, controller: "", observation, decisions: record.decisions, queues }) - 1;
      for (const action of actions) {
        if (action.kind !== "scale" || action.desired === desired) continue;
        changes.push({ time, group: group.name, from: desired, to: action.desired, step });
        desired = action.desired;
      }
    } catch (thrown) {
      if (!(thrown instanceof UsageError)) throw thrown;
      error = thrown.message;
    }
  }
  const end = history.length * period;
  const record = { scenario, end, steps, changes, replicas: new Map(), releases: [], calls, make };
  return error === undefined ? record : { ...record, error };
}

function observed(
  { groups: [spec], nodes: [node] }: Scenario,
  reading: Reading,
  desired: number,
  time: number,
): Observation {
  const { waiting, busy, rate } = reading;
  if (spec === undefined || node === undefined) throw new Error("a history needs a group and a node");
  const working = Math.round(busy * desired);
  const replicas = Array.from({ length: desired }, (_, index): Replica => {
    const devices = node.gpus.length === 0 ? {} : { devices: [`${node.name}/gpu${index}`] };
    const inService = index < working ? 1 : 0;
    return {
      id: `${spec.name}-${index + 1}`,
      phase: "ready",
      since: 0,
      started: 0,
      inService,
      node: node.name,
      ...devices,
    };
  });
  const group: Group = {
    serves: spec.serves,
    minimum: spec.minimum,
    ...(spec.maximum !== undefined && { maximum: spec.maximum }),
    desired,
    replicas,
    signals: { cpuUtilization: busy },
  };
  const [queue = ""] = spec.serves;
  const seen = waiting === undefined ? {} : { waiting, inService: working, arrivalRate: rate, consumers: desired };
  const devices = node.gpus.map(({ memory }, index) => {
    const held = index < desired ? spec.needs.gpuMemory : 0;
    return [
      `${node.name}/gpu${index}`,
      { node: node.name, index, memoryTotal: memory, memoryFree: memory - held, utilization: 0 },
    ];
  });
  return {
    time,
    queues: { [queue]: seen },
    groups: { [spec.name]: group },
    nodes: {
      [node.name]: {
        cores: node.cores,
        cpuUtilization: busy / 2,
        loadPerCore: busy / 2,
        memoryTotal: node.memory,
        memoryFree: node.memory,
      },
    },
    devices: Object.fromEntries(devices),
    caches: {},
    signals: {},
  };
}
