import { expect, test } from "vitest";
import { comparisonLines } from "../../reports/index.ts";
import type { Difference } from "../../sim/result.ts";

const shared = { runs: 5, p: 0.001, adjusted: 0.01, headline: true } as const;
const info = (words: string, unit: string) => ({ words, family: "", unit, definition: "" });
const measures = {
  attainment: info("attainment", "fraction of 1"),
  goodput: info("goodput", "1/h"),
  "cost.total": info("cost", "USD"),
  lost: info("lost", "1"),
};

test("shares differ by points, and rates by the hour", () => {
  const differences: Record<string, Difference> = {
    attainment: { ...shared, mean: 0.39, low: 0.3, high: 0.48, verdict: "better" },
    goodput: { ...shared, mean: -12, low: -14, high: -10, verdict: "worse" },
    lost: { ...shared, mean: 0, low: 0, high: 0, verdict: "not distinguishable" },
  };
  expect(comparisonLines(differences, measures, Object.values(differences))).toEqual([
    "attainment: better, +39.0 points (+30.0 points to +48.0 points)",
    "goodput: worse, −12 an hour (−14 an hour to −10 an hour)",
    "lost: not distinguishable, no difference",
  ]);
});

test("where the correction alone leaves no verdict, it says of how many comparisons", () => {
  const unclear = { ...shared, mean: -2, low: -3, high: -1, verdict: "not distinguishable" } as const;
  const all: Difference[] = [unclear, { ...unclear }, { ...unclear }];
  expect(comparisonLines({ "cost.total": unclear }, measures, all)).toEqual([
    "cost: not distinguishable after correction for 3 comparisons, −$2.00 (−$3.00 to −$1.00)",
  ]);
  expect(comparisonLines({ "cost.total": { ...unclear, high: 1 } }, measures, all)).toEqual([
    "cost: not distinguishable, −$2.00 (−$3.00 to +$1.00)",
  ]);
});
