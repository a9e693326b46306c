import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { simulate } from "../../sim/index.ts";
import { compare } from "../../sim/measure/compare.ts";
import { holm } from "../../sim/measure/holm.ts";
import { pairedDifference } from "../../sim/measure/paired-difference.ts";
import { runsNeeded } from "../../sim/measure/runs-needed.ts";
import { twoSidedP } from "../../sim/measure/student-t.ts";
import { unpairedDifference } from "../../sim/measure/unpaired-difference.ts";
import type { RunMeasures } from "../../sim/result.ts";
import { erlang, meanWait, wait } from "./models.ts";

const number = fc.integer({ min: -1e6, max: 1e6 }).map((value) => value / 8);

function present<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error("there is none");
  return value;
}

/** A normal deviate, by the sum of twelve uniform ones. */
function normal(random: () => number): number {
  return Array.from({ length: 12 }, random).reduce((sum, each) => sum + each, -6);
}

/** Marsaglia's multiply-with-carry: enough for a test, and the same every time. */
function randomFrom(seed: number): () => number {
  let [high, low] = [seed + 362_436_069, 521_288_629];
  return () => {
    high = 36_969 * (high & 65_535) + (high >>> 16);
    low = 18_000 * (low & 65_535) + (low >>> 16);
    return (((high << 16) + (low & 65_535)) >>> 0) / 2 ** 32;
  };
}

describe("p values", () => {
  test.each([0, 0.3, 1, 12.7, 1e4])("of t = %f are those that one and two degrees of freedom have exactly", (t) => {
    expect(twoSidedP(t, 1)).toBeCloseTo(1 - (2 / Math.PI) * Math.atan(t), 6);
    expect(twoSidedP(t, 2)).toBeCloseTo(1 - t / Math.sqrt(2 + t * t), 6);
  });
});

describe("a paired difference", () => {
  test("has the interval and p value of a table", () => {
    const found = pairedDifference([11, 22, 33, 44, 55], [10, 20, 30, 40, 50]);
    expect(found).toMatchObject({ mean: 3, runs: 5, deviation: expect.closeTo(1.58114, 5) });
    expect(found?.low).toBeCloseTo(3 - 2.776445 * Math.SQRT1_2, 5);
    expect(found?.high).toBeCloseTo(3 + 2.776445 * Math.SQRT1_2, 5);
    expect(found?.p).toBeCloseTo(0.013236, 5);
  });

  test("that is the same in every run is certain, and none is none", () => {
    expect(pairedDifference([3, 5], [1, 3])).toMatchObject({ mean: 2, low: 2, high: 2, p: 0 });
    expect(pairedDifference([0.1 + 0.2, 5], [0.3, 5])).toMatchObject({ mean: 0, p: 1 });
  });

  test("needs two runs", () => {
    expect(pairedDifference([1], [2])).toBeUndefined();
  });

  test.prop([fc.array(fc.tuple(number, number), { minLength: 2, maxLength: 12 })])(
    "turns around with its sides, and is significant where its interval leaves out zero",
    (pairs) => {
      const [left, right] = [pairs.map(([a]) => a), pairs.map(([, b]) => b)];
      const one = present(pairedDifference(left, right));
      const other = present(pairedDifference(right, left));
      expect(one.mean + other.mean).toBe(0);
      expect(one.p).toBe(other.p);
      if (Math.abs(one.p - 0.05) > 1e-4) expect(one.low > 0 || one.high < 0).toBe(one.p < 0.05);
    },
  );

  test("covers the true difference in 95 % of a thousand experiments, however much the work itself varies", () => {
    const random = randomFrom(1);
    let covered = 0;
    for (let experiment = 0; experiment < 1000; experiment++) {
      const work = Array.from({ length: 5 }, () => 1000 * normal(random));
      const left = work.map((each) => each + 2 + normal(random));
      const right = work.map((each) => each + normal(random));
      const { low, high } = present(pairedDifference(left, right));
      if (low <= 2 && 2 <= high) covered++;
    }
    // Three standard deviations of a binomial on either side.
    expect(covered).toBeGreaterThan(929);
    expect(covered).toBeLessThan(971);
  });

  test("of two and three servers on the same work covers what Erlang's formula says", () => {
    const [two, three] = [erlang(2, 0.6, 3000), erlang(3, 0.4, 3000)];
    const exact = meanWait(3, 0.4) - meanWait(2, 0.6);
    const waits = ({ scenario, policy }: typeof two, seed: number) =>
      wait(simulate(scenario, policy, { seed, traces: new Map() }).measures);
    const found = Array.from({ length: 40 }, (_, experiment) => {
      const seeds = Array.from({ length: 5 }, (_, run) => 5 * experiment + run);
      return present(
        pairedDifference(
          seeds.map((seed) => waits(three, seed)),
          seeds.map((seed) => waits(two, seed)),
        ),
      );
    });
    // Fewer than 33 of 40 come once in some 3000 such checks.
    expect(found.filter(({ low, high }) => low <= exact && exact <= high).length).toBeGreaterThanOrEqual(33);
    expect(found.reduce((sum, { mean }) => sum + mean, 0) / 40 / exact).toBeCloseTo(1, 1);
  });
});

describe("an unpaired difference", () => {
  test("has the interval and p value of Welch's test", () => {
    // Means 20 and 17, variances 10 and 2.5: 3 / √2.5 = 1.8974 with 5.8824 degrees of freedom.
    const found = present(unpairedDifference([16, 18, 20, 22, 24], [15, 16, 17, 18, 19]));
    expect(found).toMatchObject({ mean: 3, runs: 5, deviation: expect.closeTo(Math.sqrt(12.5), 8) });
    expect(found.p).toBeCloseTo(0.1076, 3);
    expect(found.high - found.mean).toBeCloseTo(2.4592 * Math.sqrt(2.5), 2);
  });

  test("covers the true difference in 95 % of a thousand experiments, however unlike the spreads", () => {
    const random = randomFrom(3);
    let covered = 0;
    for (let experiment = 0; experiment < 1000; experiment++) {
      const left = Array.from({ length: 4 }, () => 2 + 10 * normal(random));
      const right = Array.from({ length: 9 }, () => normal(random));
      const { low, high } = present(unpairedDifference(left, right));
      if (low <= 2 && 2 <= high) covered++;
    }
    expect(covered).toBeGreaterThan(929);
    expect(covered).toBeLessThan(971);
  });

  test("needs two of each, and is certain where there is no spread", () => {
    expect(unpairedDifference([1, 2], [2])).toBeUndefined();
    expect(unpairedDifference([3, 3], [1, 1, 1])).toMatchObject({ mean: 2, low: 2, high: 2, p: 0 });
  });
});

describe("Holm's correction", () => {
  test("multiplies the smallest by as many as there are, the next by one fewer", () => {
    expect(holm([0.04, 0.01, 0.03, 0.005])).toEqual([0.06, 0.03, 0.06, 0.02]);
  });

  const ps = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 20 });

  test.prop([ps])("keeps the order, and is between none and Bonferroni's", (p) => {
    const adjusted = holm(p);
    for (const [one, value] of p.entries()) {
      expect(adjusted[one]).toBeGreaterThanOrEqual(value);
      expect(adjusted[one]).toBeLessThanOrEqual(Math.min(1, value * p.length));
      for (const [other, another] of p.entries())
        if (value < another) expect(adjusted[one]).toBeLessThanOrEqual(present(adjusted[other]));
    }
  });

  test("raises a false alarm in at most 5 % of a thousand experiments with twenty comparisons", () => {
    const random = randomFrom(2);
    let alarms = 0;
    for (let experiment = 0; experiment < 1000; experiment++) {
      if (holm(Array.from({ length: 20 }, random)).some((p) => p < 0.05)) alarms++;
    }
    expect(alarms).toBeGreaterThan(28);
    expect(alarms).toBeLessThan(71);
  });
});

describe("runs needed", () => {
  const difference = (mean: number) => ({ mean, low: 0, high: 0, runs: 5, deviation: 1, p: 1 });

  // Tables of the paired t test at 5 % and a power of 80 %.
  test.each([
    [1, 10],
    [0.5, 34],
    [-0.2, 199],
  ])("are those of tables for an effect of %f deviations", (mean, runs) => {
    expect(runsNeeded(difference(mean), 0.05)).toBe(runs);
  });

  test("are not known where there is no difference to find", () => {
    expect(runsNeeded(difference(0), 0.05)).toBeUndefined();
    expect(runsNeeded(difference(1e-5), 0.05)).toBeUndefined();
  });

  test.prop([fc.double({ min: 0.01, max: 3, noNaN: true }), fc.double({ min: 0.001, max: 0.05, noNaN: true })])(
    "are more for a smaller difference and a stricter level",
    (mean, level) => {
      const needed = present(runsNeeded(difference(mean), level));
      expect(runsNeeded(difference(mean / 2), level)).toBeGreaterThan(needed);
      expect(runsNeeded(difference(mean), level / 10)).toBeGreaterThanOrEqual(needed);
    },
  );
});

describe("verdicts", () => {
  const worker = { reversals: 0, scaleUps: 0, scaleDowns: 0, meanReplicas: { ready: 0, draining: 0, busy: 0 } };
  const runs = (costs: readonly number[], unfinished: number) =>
    costs.map(
      (total) =>
        ({
          tasks: { unfinished },
          groups: { worker },
          nodes: {},
          devices: {},
          cost: { total },
        }) as unknown as RunMeasures,
    );
  const policies = [
    { label: "base", runs: runs([100, 120, 140, 160], 2) },
    { label: "cheap", runs: runs([90, 109.5, 130, 150.5], 2) },
    { label: "unclear", runs: runs([99, 122, 139, 159], 2) },
  ];

  test("say which policy is better, and how many runs would tell where these do not", () => {
    const found = compare(policies, "base");
    // Six comparisons, a mean of a sixth of the deviation: ((2.638 + 0.842) · 6)² by the normal distribution, and four more by t.
    expect([...found.keys()]).toEqual(["cheap", "unclear"]);
    expect(found.get("cheap")?.["cost.total"]).toMatchObject({ mean: -10, headline: true, verdict: "better" });
    expect(found.get("unclear")?.["cost.total"]).toMatchObject({ verdict: "not distinguishable", runsNeeded: 440 });
    expect(found.get("cheap")?.unfinished).toMatchObject({
      mean: 0,
      p: 1,
      adjusted: 1,
      verdict: "not distinguishable",
    });
    expect(found.get("cheap")?.unfinished).not.toHaveProperty("runsNeeded");
  });

  test("turn around with the baseline", () => {
    const found = compare(policies, "cheap");
    expect(found.get("base")?.["cost.total"]).toMatchObject({ mean: 10, verdict: "worse" });
  });
});
