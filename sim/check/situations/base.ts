import type { GroupSpec, PolicySpec, Scenario, Sensor } from "../../../scenarios/scenario.ts";
import { fc } from "../fast-check.ts";
import { mostly, oneOf } from "./round.ts";

/** How the policy sees the plant; at once and always is the simplest. */
export interface Sight {
  readonly lag: number;
  readonly period: number;
  readonly loss: number;
}

export const sight: fc.Arbitrary<Sight> = fc.record({
  lag: mostly(2, 0, oneOf(15, 60)),
  period: mostly(3, 0, oneOf(30)),
  loss: mostly(3, 0, oneOf(0.05, 0.3)),
});

/** A scenario with everything as by default but what is given. */
export function scenarioFrom(
  given: Pick<Scenario, "horizon" | "check" | "nodes" | "queues" | "groups" | "workload"> & Partial<Scenario>,
  { lag, period, loss }: Sight,
  policy: PolicySpec,
): Scenario {
  const sensor = (window: number): Sensor => ({ period, lag, window, ...(loss > 0 && { loss }) });
  return {
    version: 1,
    name: "check",
    description: "",
    start: 0,
    seeds: [1],
    sensors: { queues: sensor(60), groups: sensor(60), nodes: sensor(10), devices: sensor(0) },
    policies: [policy],
    ...given,
  };
}

/** A group with everything as by default but what is given. */
export function groupFrom(
  given: Pick<GroupSpec, "name" | "serves" | "needs" | "warmUp"> & Partial<GroupSpec>,
): GroupSpec {
  return {
    minimum: 1,
    initial: { replicas: 1, phase: "ready" },
    grace: 30,
    release: "idle-first",
    dispatch: "longest-idle",
    placement: "most-free",
    ...given,
  };
}

/** Whoever dies stays listed, and nobody but the policy can do something about it. */
export const unreplaced: NonNullable<GroupSpec["failures"]> = {
  exit: 0,
  hang: 0,
  blackHole: 0,
  blackHoleTime: 0.01,
  prune: false,
  pruneAfter: 10,
};

export const gigabyte = 1e9;
export const gibibyte = 2 ** 30;

/** One GPU with a large model, as a sampler of DistributedFunSearch. */
export const onGpu: GroupSpec["needs"] = {
  cores: 1,
  warmUpCores: 1,
  memory: 30 * gigabyte,
  gpus: 1,
  gpuMemory: 33 * gigabyte,
  gpuUtilization: 1,
};

/** Two cores, as an evaluator. */
export const onCpu: GroupSpec["needs"] = {
  cores: 2,
  warmUpCores: 2,
  memory: gigabyte,
  gpus: 0,
  gpuMemory: 0,
  gpuUtilization: 0,
};
