import { expect, test } from "vitest";
import type { ObjectiveSpec } from "../../scenarios/objective-spec.ts";
import { objectiveMeasures, recommend } from "../../sim/measure/recommend.ts";
import { summarize } from "../../sim/measure/summary.ts";
import type { RunMeasures } from "../../sim/result.ts";

function policy(label: string, p95: number, total: number | undefined, hours = 1) {
  const runs = [-1, 1].map(
    (wobble) =>
      ({
        tasks: { wait: { p90: p95 / 2, p95: p95 + wobble } },
        nodes: {},
        devices: {},
        groups: { worker: { replicaHours: hours, meanReplicas: { ready: 1, draining: 0, busy: 1 } } },
        ...(total === undefined ? {} : { cost: { total } }),
      }) as unknown as RunMeasures,
  );
  return { label, runs, summary: summarize(runs) };
}

const policies = [policy("slow", 100, 1), policy("fair", 29, 5), policy("fast", 5, 9)];

function answers(objective: ObjectiveSpec | undefined, baseline = "slow", among = policies) {
  const found = recommend(among, objective, baseline);
  return found && [found.policy, found.against, found.feasible];
}

test("recommends the cheapest of those that keep to the constraints, against the baseline", () => {
  const subjectTo = [{ measure: "wait.p95", below: 30 }];
  expect(recommend(policies, { subjectTo }, "slow")).toMatchObject({
    policy: "fair",
    against: "slow",
    minimize: "cost.total",
    subjectTo: [{ measure: "wait.p95", below: 30, value: { mean: 29, runs: 2 } }],
    feasible: ["fair", "fast"],
  });
  expect(answers({ subjectTo: [{ measure: "wait.p90", below: 10 }] })).toEqual(["fast", "slow", ["fast"]]);
});

test("the wait served in time is to be kept for 95 % of the tasks, where nothing else is said", () => {
  expect(answers({ wait: 30 })).toEqual(answers({ subjectTo: [{ measure: "wait.p95", below: 30 }] }));
  expect(answers({ wait: 29 })).toEqual(["fast", "slow", ["fast"]]);
});

test("compares the baseline with the next best where it is recommended itself", () => {
  expect(answers({ wait: 30 }, "fair")).toEqual(["fair", "fast", ["fair", "fast"]]);
  expect(answers({ wait: 10 }, "fast")).toEqual(["fast", "fair", ["fast"]]);
});

test("names the one that misses by the smallest factor where none keeps to the constraints", () => {
  expect(answers({ wait: 2 })).toEqual(["fast", "slow", []]);
});

test("minimizes replica hours where something has no price, and what the objective names", () => {
  const unpriced = [policy("slow", 100, 1, 1), policy("fair", 29, undefined, 8), policy("fast", 5, 9, 4)];
  expect(answers({ wait: 30 }, "slow", unpriced)?.[0]).toBe("fast");
  expect(answers({ wait: 30, minimize: "cost" }, "slow", unpriced)).toBeUndefined();
});

test("recommends nothing without an objective that constrains something", () => {
  expect(answers(undefined)).toBeUndefined();
  expect(answers({ minimize: "cost" })).toBeUndefined();
});

test("keeps to floors, and to limits of any measure", () => {
  // Each has one replica, busy all the time, for an hour.
  expect(answers({ atLeast: [{ measure: "utilization", above: 0.9 }] })).toEqual([
    "slow",
    "fair",
    ["slow", "fair", "fast"],
  ]);
  expect(answers({ atLeast: [{ measure: "utilization", above: 2 }] })?.[2]).toEqual([]);
  const both = { subjectTo: [{ measure: "cost.total", below: 6 }], atLeast: [{ measure: "wait.p95", above: 20 }] };
  expect(recommend(policies, { ...both, minimize: "wait.p95" }, "slow")).toMatchObject({
    policy: "fair",
    minimize: "wait.p95",
    subjectTo: [{ measure: "cost.total", below: 6, value: { mean: 5 } }],
    atLeast: [{ measure: "wait.p95", above: 20, value: { mean: 29 } }],
    feasible: ["fair", "slow"],
  });
});

test("a floor is kept by what just reaches it, a ceiling is not, and zero may be either", () => {
  expect(answers({ atLeast: [{ measure: "wait.p95", above: 100 }] })).toEqual(["slow", "fair", ["slow"]]);
  expect(answers({ subjectTo: [{ measure: "wait.p95", below: 100 }] })?.[2]).toEqual(["fair", "fast"]);
  const none = [policy("some", 1, 1), policy("none", 0, 1)];
  expect(answers({ atLeast: [{ measure: "wait.p95", above: 0 }] }, "some", none)?.[2]).toEqual(["some", "none"]);
  expect(answers({ subjectTo: [{ measure: "wait.p95", below: 0 }] }, "some", none)).toEqual(["none", "some", []]);
});

test("what is to be known well is what is minimized, and what has a limit on either side", () => {
  const objective = {
    subjectTo: [{ measure: "wait.p95", below: 30 }],
    atLeast: [{ measure: "utilization", above: 0.5 }],
  };
  expect(objectiveMeasures(policies, objective)).toEqual([
    { name: "cost.total" },
    { name: "wait.p95", limit: 30 },
    { name: "utilization", limit: 0.5 },
  ]);
});
