import type { Observation, Policy } from "../../policies/policy.ts";
import type { GroupSpec, NodeSpec, Scenario, SourceSpec } from "../../scenarios/scenario.ts";
import { Simulation } from "../../sim/run.ts";
import type { Traces } from "../../sim/workload/source.ts";

/** A resolved scenario of one queue `work` and one group `worker`, with whatever a test wants otherwise. */
export function scenarioOf(
  change: Partial<Omit<Scenario, "groups" | "workload">> & {
    readonly group?: Partial<GroupSpec>;
    readonly groups?: readonly GroupSpec[];
    readonly workload?: readonly SourceSpec[];
  } = {},
): Scenario {
  const { group, ...rest } = change;
  const sensor = { period: 0, lag: 0, window: 0 };
  return {
    version: 1,
    name: "test",
    description: "",
    start: 0,
    seeds: [1],
    check: { period: 10, phase: 0 },
    nodes: [],
    queues: [{ name: "work", acknowledge: "after" }],
    groups: [groupOf(group)],
    workload: [],
    sensors: { queues: sensor, groups: sensor, nodes: sensor, devices: sensor },
    policies: [],
    ...rest,
  };
}

export function groupOf(change: Partial<GroupSpec> = {}): GroupSpec {
  return {
    name: "worker",
    serves: ["work"],
    minimum: 0,
    initial: { replicas: 1, phase: "ready" },
    warmUp: { kind: "constant", value: 30 },
    grace: 20,
    release: "idle-first",
    dispatch: "longest-idle",
    placement: "most-free",
    needs: { cores: 0, warmUpCores: 0, memory: 0, gpus: 0, gpuMemory: 0, gpuUtilization: 0 },
    ...change,
  };
}

/** Tasks that arrive at given moments and take a given time. */
export function tasksAt(at: readonly number[], service: number, queue = "work"): SourceSpec {
  return {
    kind: "spikes",
    name: `tasks-${queue}-${at.join("-")}-${service}`,
    queue,
    from: 0,
    at,
    count: 1,
    over: 0,
    service: { kind: "constant", value: service },
  };
}

export function poisson(rate: number, mean: number, queue = "work"): SourceSpec {
  return { kind: "poisson", name: `poisson-${queue}`, queue, from: 0, rate, service: { kind: "exponential", mean } };
}

export function nodeOf(change: Partial<NodeSpec> = {}): NodeSpec {
  return { name: "node", cores: 8, memory: 64, gpus: [], ...change };
}

/** Asks for what a table says, by the seconds into the run; from then on for the last. */
export function scripted(desired: (observation: Observation) => Readonly<Record<string, number>>): Policy {
  return {
    name: "scripted",
    version: 1,
    parameters: {},
    begin: () => null,
    decide: (observation) => ({
      decisions: Object.entries(desired(observation)).map(([group, count]) => ({
        subject: group,
        action: { kind: "scale", group, desired: count },
        because: [{ code: "scripted", facts: { desired: count } }],
      })),
      memory: null,
    }),
  };
}

export const hold = scripted(() => ({}));

/** A run, and every observation its policy got. */
export function observed(scenario: Scenario, policy: Policy = hold, seed = 1, traces: Traces = new Map()) {
  const observations: Observation[] = [];
  const spy: Policy = {
    ...policy,
    decide: (observation, memory) => {
      observations.push(observation);
      return policy.decide(observation, memory);
    },
  };
  const simulation = new Simulation(scenario, spy, { seed, traces });
  while (simulation.advance(1000));
  return { ...simulation.finish(), observations };
}
