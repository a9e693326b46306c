import { expect, test } from "vitest";
import { metricValue } from "../../../sim/measure/metric-value.ts";
import { groupOf, nodeOf, observed, scenarioOf, scripted, tasksAt } from "../scenario-of.ts";

const others = (at: number, cores: number, memory: number) => ({
  at,
  cores,
  memory: 0,
  gpus: [{ utilization: 0.5, memory }],
});

test("headroom, violations and use of nodes and GPUs, worked by hand", () => {
  const needs = { cores: 2, warmUpCores: 0, memory: 0, gpus: 1, gpuMemory: 30, gpuUtilization: 0.5 };
  const background = [others(50, 4, 20), others(60, 4, 15), others(80, 0, 0)];
  const given = scenarioOf({
    horizon: 100,
    nodes: [nodeOf({ gpus: [{ memory: 40 }], background })],
    group: { needs },
    workload: [tasksAt([0], 25)],
  });
  const { measures } = observed(given);
  // The replica holds 30 of 40. From 50 to 80 others want 20, then 15: more than there is, all the time, so that begins once.
  expect(metricValue("GPU memory violations", measures)).toBe(1);
  expect(metricValue("GPU memory violated", measures)).toBeCloseTo(0.3, 12);
  expect(metricValue("min GPU memory headroom", measures)).toBe(0);
  expect(metricValue("mean GPU memory headroom", measures)).toBeCloseTo(0.25 * 0.7, 12);
  // Two of eight cores for 25 s, four for 30 s; half of the GPU for 25 s and for the last 50 s: what others leave is none.
  expect(metricValue("CPU utilization", measures)).toBeCloseTo((2 * 25 + 4 * 30) / 800, 12);
  expect(metricValue("GPU utilization", measures)).toBeCloseTo((0.5 * 25 + 0.5 * 50) / 100, 12);
});

test("of several groups elasticity is the mean, and dwell times are of all changes", () => {
  const still = { initial: { replicas: 2, phase: "ready" } } as const;
  const given = scenarioOf({
    horizon: 195,
    demandWindow: 100,
    queues: ["one", "two"].map((name) => ({ name, acknowledge: "after" as const })),
    groups: [
      groupOf({ name: "one", serves: ["one"], ...still }),
      groupOf({ name: "two", serves: ["two"], warmUp: { kind: "constant", value: 0 }, ...still }),
    ],
    workload: [tasksAt([10, 20], 100, "one")],
  });
  const { measures } = observed(
    given,
    scripted(({ time }) => ({ two: time < 50 ? 2 : time < 70 ? 1 : time < 150 ? 3 : 2 })),
  );
  const { one, two } = measures.groups;
  // Two tasks of 100 s in the first 100 s keep two replicas busy; nothing ever comes for the others.
  expect(one?.elasticity).toMatchObject({ tauU: 0, tauO: 95 / 195 });
  expect(two?.elasticity).toMatchObject({ tauU: 0, tauO: 1 });
  expect(measures.elasticity?.tauO).toBeCloseTo((95 / 195 + 1) / 2, 12);
  expect(measures.dwell).toEqual({ min: 20, p10: 26, p50: 50, mean: 50, max: 80 });
});
