import { expect, test } from "vitest";
import { answer } from "../../reports/answer.ts";
import { renderReport } from "../../reports/index.ts";
import { summaryTable } from "../../reports/table.ts";
import type { Difference, Result } from "../../sim/result.ts";
import { fixture } from "./fixture.ts";

const shared = { runs: 3, p: 0.001, adjusted: 0.01 };
const cheaper: Difference = { ...shared, mean: -12.5, low: -14, high: -11, verdict: "better" };
const slower: Difference = { ...shared, mean: 20, low: 18, high: 22, verdict: "worse" };
const unclear: Difference = { ...shared, mean: 1, low: -4, high: 6, verdict: "not distinguishable", runsNeeded: 70 };

/** `careful` is recommended, compared with `static-4`. */
function told(differences: Record<string, Difference>, baseline = "static-4"): Result {
  const base = fixture();
  const holder = baseline === "static-4" ? "careful" : "static-4";
  return {
    ...base,
    baseline,
    policies: base.policies.map((policy) => (policy.label === holder ? { ...policy, differences } : policy)),
    recommendation: {
      policy: "careful",
      against: "static-4",
      minimize: "cost.total",
      subjectTo: [{ measure: "wait.p95", below: 30, value: { mean: 25, low: 24, high: 26, runs: 3 } }],
      feasible: ["careful", "static-10"],
    },
  };
}

const both = { "cost.total": cheaper, "wait.p95": slower };

test("names the policy, what it keeps to, and its saving and price with their intervals", () => {
  expect(answer(told(both))).toBe(
    "Recommended: careful, least cost of the 2 policies with p95 wait below 30 s (25 s, 24 s to 26 s). " +
      "Against static-4: $12.50 less cost ($11.00 to $14.00), 20 s more p95 wait (18 s to 22 s).",
  );
});

test("turns the differences around where the recommended policy is the baseline", () => {
  expect(answer(told(both, "careful"))).toContain(
    "Against static-4: $12.50 more cost ($11.00 to $14.00), 20 s less p95 wait (18 s to 22 s).",
  );
});

test("does not claim what the runs do not tell", () => {
  expect(answer(told({ "cost.total": unclear }))).toContain("cost not distinguishable at 3 runs (−$4.00 to $6.00)");
});

test("says that it is the correction where the interval alone would tell them apart", () => {
  const alone: Difference = { ...unclear, low: 0.5, high: 1.5, headline: true };
  const others = { "cost.total": alone, lost: { ...alone }, goodput: unclear };
  expect(answer(told(others))).toContain(
    "cost not distinguishable at 3 runs after correction for 2 comparisons ($0.50 to $1.50).",
  );
});

test("an attainment is no more than all", () => {
  const result = told(both);
  const value = { mean: 0.991, low: 0.946, high: 1.037, runs: 3 };
  const atLeast = [{ measure: "attainment", above: 0.95, value }];
  const { recommendation, ...rest } = result;
  const measures = { attainment: { words: "attainment", family: "", unit: "fraction of 1", definition: "" } };
  const said = answer({ ...rest, measures, ...(recommendation && { recommendation: { ...recommendation, atLeast } }) });
  expect(said).toContain("and attainment at least 95.0 % (25 s, 24 s to 26 s; 99.1 %, 94.6 % to 100 %)");
});

test("says so where no policy keeps to the objective, and nothing without one", () => {
  const result = told(both);
  const none = {
    ...result,
    ...(result.recommendation && { recommendation: { ...result.recommendation, feasible: [] } }),
  };
  expect(answer(none)).toBe("No policy keeps p95 wait below 30 s; careful comes nearest: 25 s, 24 s to 26 s.");
  expect(answer(fixture())).toBeUndefined();
});

test("names a fixed size that keeps the objective, where it is cheaper or no policy keeps it", () => {
  const result = told({});
  const own = result.policies.find(({ label }) => label === "careful")?.summary["cost.total"]?.mean ?? 0;
  const beside = (cost: number): Result => ({
    ...result,
    bestStatic: {
      label: "best static",
      minimize: "cost.total",
      counts: { sampler: 13, evaluator: 7 },
      subjectTo: [{ measure: "wait.p95", below: 30, value: { mean: 23, runs: 3 } }],
      tried: 14,
      summary: { "cost.total": { mean: cost, runs: 3 } },
    },
  });
  const none = (cost: number) => {
    const { recommendation, ...rest } = beside(cost);
    return { ...rest, ...(recommendation && { recommendation: { ...recommendation, feasible: [] } }) };
  };
  expect(answer(beside(3.72))).toMatch(/\. A fixed size, sampler 13 and evaluator 7, would keep it for \$3\.72\.$/);
  expect(answer(beside(own))).toBe(answer(result));
  expect(answer(none(own + 1))).toContain("A fixed size, sampler 13 and evaluator 7, would keep it for $");
});

test("stands first in the terminal, where a tilde marks what is not to be told from the baseline", () => {
  const lines = summaryTable(told({ ...both, "wait.p95": unclear }), { color: false, width: 200 }).split("\n");
  expect(lines[0]).toMatch(/^Recommended: careful/);
  const row = lines.find((line) => line.startsWith("careful")) ?? "";
  expect(row.match(/~/g)).toHaveLength(1);
  expect(lines.join(" ")).toContain("~ not to be told from static-4 by these runs");
});

test("stands first on the page, which grays the same cells", async () => {
  const page = await renderReport(told({ ...both, "wait.p95": unclear }));
  expect(page.indexOf('id="answer"')).toBeLessThan(page.indexOf('id="summary"'));
  expect(page.match(/class="number[^"]* unclear" data-measure="([^"]*)"/g)).toEqual([
    expect.stringContaining('data-measure="wait.p95"'),
  ]);
  expect(page).toContain("3 runs on the same work do not tell it from static-4");
});
