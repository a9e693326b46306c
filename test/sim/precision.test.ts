import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import type { Scenario } from "../../scenarios/scenario.ts";
import type { Crew } from "../../sim/crew.ts";
import { makeRuns } from "../../sim/make-runs.ts";
import { runsToLookAt, widestInterval } from "../../sim/measure/precision.ts";
import type { PackedRun } from "../../sim/packed-run.ts";
import { keyOf } from "../../sim/random/keyed.ts";
import type { RunMeasures } from "../../sim/result.ts";
import type { Listening } from "../../sim/run-all.ts";
import { unitsOf } from "../../sim/units.ts";
import { scenarioOf, scripted } from "./scenario-of.ts";

function measured(wait: number | undefined): RunMeasures {
  return { tasks: wait === undefined ? {} : { wait: { mean: wait } }, groups: {} } as unknown as RunMeasures;
}

/** Makes runs that measured what `of` says of their seed. */
function crewOf(of: (seed: number, label: string) => number | undefined, size = 1): Pick<Crew, "size" | "run"> {
  return {
    size,
    run: async ({ seed, label }) => ({ measures: measured(of(seed, label)), warnings: [] }) as unknown as PackedRun,
  };
}

async function made(
  scenario: Scenario,
  crew: Pick<Crew, "size" | "run">,
  policies = candidates,
  listening: Listening = {},
) {
  const { units, ...rest } = await makeRuns(scenario, policies, unitsOf(scenario, new Map()), crew, listening);
  return { seeds: units.map(({ seed }) => seed), ...rest };
}

const candidates = ["one", "two"].map((label) => ({ label, create: () => scripted(() => ({})) }));
const spec = { within: 0.1, of: ["wait.mean"], most: 100 };
const scenario = scenarioOf({ seeds: [1, 2], precision: spec });

describe("the widest interval", () => {
  const policies = [
    { label: "one", runs: [1, 2, 3].map(measured) },
    { label: "two", runs: [100, 101, 102].map(measured) },
  ];

  test("is that with most of its mean on either side", () => {
    // t with 2 degrees of freedom is 4.302653; the variance is 1.
    const found = widestInterval(policies, [{ name: "wait.mean" }]);
    expect(found).toEqual({
      policy: "one",
      measure: "wait.mean",
      within: expect.closeTo(4.302653 / Math.sqrt(3) / 2, 5),
    });
  });

  test("of a measure far below its limit is judged by the limit", () => {
    const found = widestInterval(policies, [{ name: "wait.mean", limit: 1000 }]);
    expect(found.within).toBeCloseTo(4.302653 / Math.sqrt(3) / 1000, 8);
  });

  test("is without a width where a run did not measure it, and zero where all measured the same", () => {
    const unknown = [{ label: "one", runs: [1, undefined].map(measured) }];
    expect(widestInterval(unknown, [{ name: "wait.mean" }])).toEqual({
      policy: "one",
      measure: "wait.mean",
    });
    const same = [{ label: "one", runs: [0, 0].map(measured) }];
    expect(widestInterval(same, [{ name: "wait.mean" }]).within).toBe(0);
  });
});

test.prop([fc.integer({ min: 2, max: 500 }), fc.double({ min: 0.001, max: 10, noNaN: true })])(
  "the next look is after five more runs at least, and twice as many at most",
  (runs, within) => {
    const next = runsToLookAt(runs, { policy: "one", measure: "wait.mean", within }, 0.05);
    expect(next).toBeLessThanOrEqual(2 * runs);
    expect(next).toBeGreaterThanOrEqual(Math.min(2 * runs, runs + 5));
  },
);

test("half the width takes four times the runs", () => {
  expect(runsToLookAt(100, { policy: "one", measure: "wait.mean", within: 0.06 }, 0.05)).toBe(144);
});

describe("runs until they tell enough", () => {
  test("are ten seeds where these agree", async () => {
    const { seeds, precision } = await made(
      scenario,
      crewOf(() => 3),
    );
    expect(seeds).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(precision).toMatchObject({ reached: true, measures: ["wait.mean"], most: 100 });
  });

  test("end at the limit, and say which measure is not known well enough", async () => {
    const wild = crewOf((seed, label) => (label === "one" ? 1 : seed % 2 === 0 ? 1 : 100));
    const { seeds, runs, precision } = await made({ ...scenario, precision: { ...spec, most: 33 } }, wild);
    expect(seeds.length).toBe(33);
    expect(runs.get("two")?.length).toBe(33);
    expect(precision).toMatchObject({ reached: false, widest: { policy: "two", measure: "wait.mean" } });
  });

  test("go on from the seeds that are given", async () => {
    const { seeds } = await made(
      { ...scenario, seeds: [7, 20] },
      crewOf(() => 3),
    );
    expect(seeds).toEqual([7, 20, 21, 22, 23, 24, 25, 26, 27, 28]);
  });

  test("are the same runs, whoever makes them", async () => {
    const uneven = (seed: number) => 10 + (keyOf(1, seed) % 7);
    const [one, three] = await Promise.all([1, 3].map((size) => made(scenario, crewOf(uneven, size))));
    expect(three).toEqual(one);
  });

  test("cover the mean of a skewed measure in about 95 % of 400 experiments", async () => {
    // Exponential, so its mean is its standard deviation: some hundred runs for ±20 %.
    const exponential = (seed: number) => -Math.log(((keyOf(7, seed) >>> 0) + 0.5) / 2 ** 32);
    let covered = 0;
    let all = 0;
    for (let experiment = 0; experiment < 400; experiment++) {
      const own = {
        ...scenario,
        seeds: [1 + 1000 * experiment],
        precision: { within: 0.2, of: ["wait.mean"], most: 900 },
      };
      const { seeds, precision } = await made(own, crewOf(exponential), candidates.slice(0, 1));
      const mean = seeds.reduce((sum, seed) => sum + exponential(seed), 0) / seeds.length;
      expect(precision?.reached).toBe(true);
      if (Math.abs(mean - 1) <= (precision?.widest.within ?? 0) * mean) covered++;
      all += seeds.length;
    }
    expect(all / 400).toBeGreaterThan(80);
    // 90 to 97 %: three standard deviations around what stopping early costs.
    expect(covered).toBeGreaterThan(0.9 * 400);
    expect(covered).toBeLessThan(0.985 * 400);
  });
});

describe("a halt", () => {
  /** Halts as the so-manyth run ends. */
  function haltedAfter(runs: number) {
    const controller = new AbortController();
    let left = runs;
    const crew = crewOf(() => {
      if (--left === 0) controller.abort();
      return 3;
    });
    return made(scenarioOf({ seeds: [1, 2, 3] }), crew, candidates, { halt: controller.signal });
  }

  test("keeps the seeds that every policy has been run on", async () => {
    const { seeds, runs, interrupted } = await haltedAfter(5);
    expect(seeds).toEqual([1, 2]);
    expect([...runs].map(([label, own]) => [label, own.length])).toEqual([
      ["one", 2],
      ["two", 2],
    ]);
    expect(interrupted).toEqual({ planned: 3 });
  });

  test("before that keeps the policies that have been run, and names the others", async () => {
    const { seeds, runs, interrupted } = await haltedAfter(1);
    expect([seeds, [...runs.keys()]]).toEqual([[1], ["one"]]);
    expect(interrupted).toEqual({ planned: 3, notRun: ["two"] });
  });

  test("after the last run changes nothing", async () => {
    const { seeds, interrupted } = await haltedAfter(6);
    expect(seeds).toEqual([1, 2, 3]);
    expect(interrupted).toBeUndefined();
  });
});
