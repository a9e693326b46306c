import { describe, expect, test } from "vitest";
import { besideThePolicies } from "../../reports/beside-the-policies.ts";
import { bestStatics } from "../../reports/best-statics.ts";
import { pointsOf } from "../../reports/charts/tradeoff-points.ts";
import { summaryColumns } from "../../reports/summary.ts";
import { summaryTable } from "../../reports/table.ts";
import { described } from "../../sim/measure/summary.ts";
import type { BestStatic, Bound, OfOne, Result } from "../../sim/result.ts";
import { result as schema } from "../../sim/result.ts";
import { fixture } from "./fixture.ts";

const bound = (regret: number): Bound => ({
  measure: "cost.total",
  value: { mean: 40, runs: 2 },
  regret: { mean: regret, low: regret - 0.01, high: regret + 0.01, runs: 2 },
  runs: [40, 40],
});
const bestStatic: BestStatic = {
  label: "best static",
  minimize: "cost.total",
  counts: { sampler: 5, evaluator: 9 },
  subjectTo: [{ measure: "wait.p95", below: 120, value: { mean: 90, runs: 2 } }],
  tried: 14,
  summary: { "wait.p95": { mean: 90, runs: 2 }, "cost.total": { mean: 55, runs: 2 } },
  bound: bound(0.375),
};
const whole = (more: Partial<Result> = {}): Result => {
  const { policies, ...rest } = fixture();
  const withBounds = policies.map((policy, index) => ({ ...policy, bound: bound(0.1 + 2 * index) }));
  return schema.parse({ ...rest, policies: withBounds, bestStatic, ...more });
};

describe("beside the policies", () => {
  test("stands what the best static size is, and what regret is counted from", () => {
    expect(besideThePolicies(whole())).toEqual([
      "Best static: sampler 5 and evaluator 9: the cheapest of 14 sizes tried, with p95 wait below 2 min on the mean (1.50 min).",
      "Regret: cost above the least that any schedule could have paid, on the same work and with the same p95 of the wait.",
    ]);
    const like = { ...bestStatic, like: "documented", note: "no trades" };
    expect(besideThePolicies(whole({ bestStatic: like }))[0]).toBe(
      "Best static: sampler 5 and evaluator 9: the cheapest of 14 sizes tried, with p95 wait at most 2 min on the mean, which documented has (1.50 min); no trades.",
    );
  });

  test("stands what it had to reach, in the unit of the measure", () => {
    const floor = { measure: "attainment", above: 0.95, value: { mean: 0.97, runs: 2 } };
    const said = (subjectTo: BestStatic["subjectTo"]) =>
      besideThePolicies(
        whole({ measures: described(), bestStatic: { ...bestStatic, subjectTo, atLeast: [floor] } }),
      )[0];
    expect(said([])).toMatch(/, with attainment at least 95\.0 % on the mean \(97\.0 %\)\.$/);
    expect(said(bestStatic.subjectTo)).toMatch(
      /, with p95 wait below 2 min and attainment at least 95\.0 % on the mean \(1\.50 min; 97\.0 %\)\.$/,
    );
  });

  test("stands why there is none, once", () => {
    const { bestStatic: _, ...result } = fixture();
    expect(besideThePolicies({ ...result, noBestStatic: "too small", noBound: "closed loop" })).toEqual([
      "No best static size: too small.",
      "No regret: closed loop.",
    ]);
    expect(besideThePolicies({ ...result, noBestStatic: "interrupted", noBound: "interrupted" })).toEqual([
      "No best static size and no regret: interrupted.",
    ]);
    expect(besideThePolicies(result)).toEqual([]);
  });

  test("stands why one policy has no regret, and what regret counts", () => {
    const policies = whole().policies.map((policy, index) => {
      const { regret, ...free } = bound(0);
      const own = index === 1 ? free : { ...free, ...(regret && { regret }) };
      return { ...policy, bound: { ...own, measure: "replicaHours" } };
    });
    const said = besideThePolicies(whole({ policies }));
    expect(said[1]).toMatch(/^Regret: replica time above the least/);
    expect(said[2]).toBe(`No regret of ${policies[1]?.label}: the least that could have been paid is nothing.`);
  });

  test("of results compared stands what each has, and what they share once", () => {
    const named = (name: string, size: BestStatic, more: Partial<OfOne> = {}) => ({
      ...{ name, labels: [], bestStatic: size },
      ...more,
    });
    const { bestStatic: _, ...result } = whole();
    const larger = { ...bestStatic, counts: { sampler: 6, evaluator: 9 } };
    const shared: Result = { ...result, ofEach: [named("a", bestStatic), named("b", bestStatic), named("c", larger)] };
    expect(besideThePolicies(shared).slice(0, 2)).toEqual([
      "Best static of a and b: sampler 5 and evaluator 9: the cheapest of 14 sizes tried, with p95 wait below 2 min on the mean (1.50 min).",
      "Best static of c: sampler 6 and evaluator 9: the cheapest of 14 sizes tried, with p95 wait below 2 min on the mean (1.50 min).",
    ]);
    expect(bestStatics(shared).map(({ label }) => label)).toEqual(["best static (a, b)", "best static (c)"]);
    expect(pointsOf(shared).filter(({ m }) => m === "static")).toHaveLength(2);

    const long = named("c", bestStatic, { otherRuns: 9, noBound: "closed loop" });
    const mixed: Result = { ...result, ofEach: [named("a", bestStatic), long] };
    expect(bestStatics(mixed).map(({ label }) => label)).toEqual(["best static (a)"]);
    const said = besideThePolicies(mixed);
    expect(said[1]).toMatch(/^Best static of c: .* on the mean of all its 9 runs/);
    expect(said.at(-1)).toBe("No regret of c: closed loop.");
    const all: Result = { ...result, ofEach: [named("a", bestStatic), named("b", bestStatic)] };
    expect(besideThePolicies(all)[0]).toMatch(/^Best static: sampler 5/);
    expect(bestStatics(all)).toEqual([bestStatic]);
  });

  test("a regret below 0 is shown as it is", () => {
    const policies = whole().policies.map((policy) => ({ ...policy, bound: bound(-0.254) }));
    const column = summaryColumns(whole({ policies })).find(({ measure }) => measure.key === "regret");
    expect(column?.cells[0]).toMatchObject({ mean: "−25.4", interval: "−26.4–−24.4" });
  });

  test("the table has a column of regrets beyond 100 %, and a last row for the best static", () => {
    const regrets = (result: Result, beside?: "best static") =>
      summaryColumns(result, beside)
        .find(({ measure }) => measure.key === "regret")
        ?.cells.map(({ mean }) => mean);
    expect(regrets(whole())).toEqual(["10.0", "210.0", "410.0", "610.0"]);
    expect(regrets(whole(), "best static")).toEqual(["10.0", "210.0", "410.0", "610.0", "37.5"]);
    expect(regrets(fixture())).toBeUndefined();
    const lines = summaryTable(whole(), { color: false, width: 140 }).split("\n");
    const [first, last] = [
      lines.findIndex((line) => /^policy .*regret %/.test(line)),
      lines.findIndex((line) => /^best static {2}/.test(line)),
    ];
    expect(last - first).toBe(5);
    expect(lines[last]).toMatch(/55\.00 .* 37\.5 /);
  });
});
