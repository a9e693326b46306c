import { expect, test } from "vitest";
import { summaryColumns } from "../../reports/summary.ts";
import type { Estimate, Result } from "../../sim/result.ts";
import { fixture } from "./fixture.ts";

function withSummaries(summaries: readonly Record<string, Estimate>[]): Result {
  const base = fixture();
  return {
    ...base,
    policies: summaries.flatMap((summary, index) => {
      const policy = base.policies[index];
      // All of them got all work done.
      const runs = policy?.runs.map((run) => ({ ...run, tasks: { ...run.tasks, unfinished: 0 } })) ?? [];
      return policy === undefined ? [] : [{ ...policy, runs, summary }];
    }),
  };
}

const exactly = (mean: number): Estimate => ({ mean, runs: 1 });

function columnOf(key: string, estimates: readonly (Estimate | undefined)[]) {
  const summaries = estimates.map((estimate) => (estimate === undefined ? {} : { [key]: estimate }));
  return summaryColumns(withSummaries(summaries))[0];
}

test("each duration is in the unit people would say, to three digits", () => {
  const column = columnOf("wait.p95", [exactly(0), exactly(40.3), exactly(1362.65)]);
  expect(column?.cells.map(({ mean, unit }) => `${mean} ${unit}`)).toEqual(["0 s", "40.3 s", "22.7 min"]);
  const small = columnOf("wait.p95", [exactly(0.0042), exactly(0.35), exactly(9000)]);
  expect(small?.cells.map(({ mean, unit }) => `${mean} ${unit}`)).toEqual(["4.20 ms", "350 ms", "2.50 h"]);
});

test("other columns have one unit and one number of decimals", () => {
  const column = columnOf("gpuHours", [exactly(0.81), exactly(10.12)]);
  expect(column?.unit).toBe("h");
  expect(column?.cells.map((cell) => cell.mean)).toEqual(["0.81", "10.12"]);
});

test("nobody is best where the intervals do not tell them apart", () => {
  const about = (mean: number): Estimate => ({ mean, low: mean - 2, high: mean + 2, runs: 3 });
  const best = (...means: number[]) => columnOf("wait.p95", means.map(about))?.cells.map((cell) => cell.best);
  expect(best(10, 13, 30)).toEqual([false, false, false]);
  expect(best(10, 15, 30)).toEqual([true, false, false]);
});

test("a policy that does not know a measure is shown as unknown and is never best", () => {
  const column = columnOf("wait.p95", [undefined, exactly(3), exactly(2)]);
  expect(column?.cells.map(({ mean, best }) => [mean, best])).toEqual([
    ["–", false],
    ["3.00", false],
    ["2.00", true],
  ]);
});

test("a measure nobody knows has no column", () => {
  expect(summaryColumns(withSummaries([{}, {}]))).toEqual([]);
});

test("all of several equal bests are marked, but none where all are equal", () => {
  expect(columnOf("cost.total", [exactly(5), exactly(5), exactly(7)])?.cells.map((cell) => cell.best)).toEqual([
    true,
    true,
    false,
  ]);
  expect(columnOf("cost.total", [exactly(5), exactly(5)])?.cells.map((cell) => cell.best)).toEqual([false, false]);
});

test("the most attainment is best, and near-perfect attainments stay apart", () => {
  const column = columnOf("attainment", [exactly(0.9995), exactly(0.9999), exactly(1)]);
  expect(column?.cells.map(({ mean, best }) => [mean, best])).toEqual([
    ["99.95", false],
    ["99.99", false],
    ["100.00", true],
  ]);
});

test("a share that is not quite all does not look like all", () => {
  const column = columnOf("attainment", [exactly(0.36175), exactly(0.99997), exactly(1)]);
  expect(column?.cells.map((cell) => cell.mean)).toEqual(["36.2", ">99.9", "100.0"]);
});

test.each(["scaleUps", "reversals", "replicaHours", "gpuHours"])("%s are no merit by themselves", (key) => {
  expect(columnOf(key, [exactly(1), exactly(9)])?.cells.some((cell) => cell.best)).toBe(false);
});

test("an interval never reaches where its measure cannot be", () => {
  const column = columnOf("unfinished", [{ mean: 1.5, low: -2, high: 5, runs: 2 }]);
  expect(column?.cells[0]?.interval).toBe("0.0–5.0");
  const shares = columnOf("attainment", [{ mean: 0.98, low: 0.9, high: 1.06, runs: 2 }]);
  expect(shares?.cells[0]?.interval).toBe("90.0–100.0");
});

test("lost tasks have a column only where some were lost", () => {
  const keys = (lost: number) =>
    summaryColumns(
      withSummaries([
        { "wait.p95": exactly(1), lost: exactly(0) },
        { "wait.p95": exactly(1), lost: exactly(lost) },
      ]),
    ).map(({ measure }) => measure.key);
  expect(keys(0)).toEqual(["wait.p95"]);
  expect(keys(2)).toEqual(["wait.p95", "lost"]);
});

test("expired tasks are counted from the runs", () => {
  const result = withSummaries([{ "wait.p95": exactly(1) }]);
  for (const [index, run] of (result.policies[0]?.runs ?? []).entries()) run.tasks.expired = index;
  const column = summaryColumns(result).find(({ measure }) => measure.key === "expired");
  expect(column?.cells[0]?.mean).toBe("1");
});

test("no policy is best at anything while it leaves work undone or misses the objective", () => {
  const result = withSummaries([5, 7, 9].map((mean) => ({ "cost.total": exactly(mean) })));
  const best = () => summaryColumns(result)[0]?.cells.map((cell) => cell.best);
  const [first, second, third] = result.policies;
  if (first === undefined || second === undefined || third === undefined) throw new Error("three policies");
  expect(best()).toEqual([true, false, false]);
  for (const { tasks } of first.runs) tasks.unfinished = 0.02 * tasks.arrived;
  expect(best()).toEqual([false, true, false]);
  result.recommendation = {
    policy: third.label,
    minimize: "cost.total",
    subjectTo: [],
    feasible: [first.label, third.label],
  };
  // A single one that is fit to be is not the best for that alone.
  expect(best()).toEqual([false, false, false]);
  result.recommendation.feasible = [second.label];
  for (const { tasks } of first.runs) tasks.unfinished = 0;
  third.summary["cost.total"] = exactly(8);
  first.summary["cost.total"] = exactly(7.5);
  expect(best()).toEqual([false, true, false]);
});
