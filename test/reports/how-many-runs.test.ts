import { expect, test } from "vitest";
import { howManyRuns } from "../../reports/how-many-runs.ts";
import { bareResult } from "./bare-result.ts";

const precision = {
  within: 0.05,
  measures: ["cost.total", "wait.p95"],
  reached: false,
  most: 100,
  widest: { policy: "one", measure: "wait.p95", within: 0.0831 },
};

test("nothing is said where all the runs that were asked for were made", () => {
  expect(howManyRuns(bareResult())).toEqual([]);
});

test("windows are told, with what is left of the workload", () => {
  const windows = { every: 86_400, from: [0, 86_400], leftOut: 7200 };
  expect(howManyRuns({ ...bareResult(), windows })).toEqual([
    "The unit is the window of the workload: 2 of 24 h, each run once; the last 2 h, less than a window, are left out.",
  ]);
});

test("what a transient leaves out is told, and of what", () => {
  const bare = bareResult();
  const cut = (until: number) => ({ transient: { until, leftOut: 12 } });
  const policies = bare.policies.map((policy) => ({
    ...policy,
    runs: [...policy.runs, ...policy.runs].map((run, index) => ({ ...run, ...cut(600 * index) })),
  }));
  expect(howManyRuns({ ...bare, policies })).toEqual([
    "Waits, responses and attainment leave out tasks that arrived in the transient (the first 0 s to 10 min of a run, 12 tasks). Counts, cost and averages over time are of the whole.",
  ]);
});

test("a transient is told of each policy where they lost differently much", () => {
  const bare = bareResult();
  const policies = ["quick", "slow"].flatMap((label, index) =>
    bare.policies.map((policy) => ({
      ...policy,
      label,
      runs: policy.runs.map((run) => ({ ...run, transient: { until: 600 * (index + 1), leftOut: 12 * (index + 1) } })),
    })),
  );
  expect(howManyRuns({ ...bare, policies })[0]).toContain(
    "(quick: the first 10 min of a run, 12 tasks; slow: the first 20 min of a run, 24 tasks)",
  );
});

test("an interruption is told with what is missing", () => {
  const result = { ...bareResult(), interrupted: { planned: 20, notRun: ["two", "three"] } };
  expect(howManyRuns(result)).toEqual([
    "Interrupted: 1 of 20 runs of each policy; not run, so none is recommended: two, three.",
  ]);
});

test("the limit of runs is told with the interval that is too wide", () => {
  expect(howManyRuns({ ...bareResult(), precision })).toEqual([
    "Stopped at the limit of 1 run: p95 wait under one is within ±8.3 %, not ±5 %.",
  ]);
  const unknown = { ...precision, widest: { policy: "one", measure: "wait.p95" } };
  expect(howManyRuns({ ...bareResult(), precision: unknown, interrupted: { planned: 100 } })).toEqual([
    "Interrupted: 1 of 100 runs of each policy.",
    "After 1 run: p95 wait under one is not known, not ±5 %.",
  ]);
});

test("a precision that is reached is told with what it is of", () => {
  expect(howManyRuns({ ...bareResult(), precision: { ...precision, reached: true } })).toEqual([
    "Stopped after 1 run: the interval of cost and p95 wait is within ±5 % of the mean, or of its limit where that is more.",
  ]);
});
