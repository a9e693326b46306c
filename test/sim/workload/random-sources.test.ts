import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import type { SourceSpec } from "../../../scenarios/scenario.ts";
import type { Source, Trace } from "../../../sim/workload/index.ts";
import { drain, sources, traceOf, traceSource, workOf } from "./sources.ts";

const service = { kind: "exponential", mean: 3 } as const;
const base = { queue: "work", name: "source", from: 0, service };
const windows: Trace = {
  ...traceOf([0, 600, 1200]),
  facts: { rate: Float64Array.of(2, 0, 0.5), cv: Float64Array.of(3, 1, 4) },
  classes: ["Gamma", "", "Weibull"],
  interval: 600,
  length: 1800,
};
const intervals: Trace = {
  ...traceOf([0, 60, 240]),
  facts: { count: Float64Array.of(30, 0, 12) },
  interval: 60,
  length: 300,
};
const replay = traceSource({ format: "counts", name: "source", service });

const renewal: SourceSpec = { ...base, kind: "renewal", gaps: { kind: "gamma", mean: 2, cv: 3 } };
const markov: SourceSpec = {
  ...base,
  kind: "markov",
  states: [
    { rate: 0.5, mean: 300 },
    { rate: 8, mean: 60 },
  ],
};
const all: readonly { readonly what: string; readonly spec: SourceSpec; readonly trace?: Trace }[] = [
  { what: "renewal", spec: renewal },
  { what: "markov", spec: markov },
  { what: "batches", spec: { ...base, kind: "poisson", rate: 0.2, batch: { kind: "geometric", mean: 5 } } },
  { what: "counts", spec: { ...replay, scale: 1.7 }, trace: intervals },
  { what: "counts, looped", spec: { ...replay, loop: true, speedUp: 3 }, trace: intervals },
  { what: "windows", spec: { ...replay, format: "servegen" }, trace: windows },
  { what: "windows, looped", spec: { ...replay, format: "servegen", loop: true, scale: 0.5 }, trace: windows },
  {
    what: "a curve from counts",
    spec: { ...base, kind: "curve", points: [], file: "counts.csv", interpolate: "linear" },
    trace: intervals,
  },
];

test.prop([fc.constantFrom(...all), fc.integer(), fc.integer({ min: 1, max: 500 })])(
  "the same arrivals in order, however much is asked for at a time, and none from `until` on",
  ({ spec, trace }, seed, size) => {
    const timed = { ...spec, from: 100, until: 2000 };
    const work = workOf(timed, { ...(trace && { trace }), seed });
    expect(work.arrivals).toEqual([...work.arrivals].sort((a, b) => a - b));
    expect(work.arrivals.every((time) => time >= 100 && time < 2000)).toBe(true);
    const [source] = sources([timed], trace && { source: trace }, seed) as [Source];
    expect(drain(source, 1e6, size)).toEqual(work);
    expect(source.fill(new Float64Array(9), new Float64Array(9))).toBe(0);
  },
);

test.each(all)("$what: another seed gives other arrivals", ({ spec, trace }) => {
  const arrivals = (seed: number) => workOf({ ...spec, until: 2000 }, { ...(trace && { trace }), seed }).arrivals;
  expect(arrivals(1)).not.toEqual(arrivals(2));
});

describe("renewal", () => {
  test("has gaps of its distribution", () => {
    const { arrivals } = workOf(renewal, { most: 200_000 });
    const { mean, cv } = momentsOf(gapsOf(arrivals));
    expect(mean).toBeCloseTo(2, 1);
    expect(cv).toBeCloseTo(3, 1);
  });

  test("with exponential gaps is poisson, number by number", () => {
    const exponential = { ...base, kind: "renewal", gaps: { kind: "exponential", mean: 0.5 } } as const;
    const poisson = { ...base, kind: "poisson", rate: 2 } as const;
    expect(workOf(exponential, { most: 1000 })).toEqual(workOf(poisson, { most: 1000 }));
  });

  test("with constant gaps comes like a clock", () => {
    const clock = { ...base, kind: "renewal", from: 5, until: 17, gaps: { kind: "constant", value: 3 } } as const;
    expect(workOf(clock).arrivals).toEqual([8, 11, 14]);
  });
});

describe("markov", () => {
  test("has the mean rate and the dispersion that its states imply", () => {
    const spec = { ...markov, until: 1_000_000 };
    const { arrivals } = workOf(spec, { most: 1e7 });
    // Rates weighted by the mean durations: (0.5 · 300 + 8 · 60) / 360.
    const rate = 1.75;
    expect(Math.abs(arrivals.length / 1_000_000 / rate - 1)).toBeLessThan(0.06);
    // Counts over w: 1 + 2 (λ₁ − λ₂)² π₁ π₂ / (s λ) · (1 − (1 − e^(−s w)) / (s w)), s the sum of the rates of leaving.
    const s = 1 / 300 + 1 / 60;
    const w = 600;
    const exact = 1 + ((2 * 7.5 ** 2 * (5 / 36)) / (s * rate)) * (1 - (1 - Math.exp(-s * w)) / (s * w));
    expect(Math.abs(dispersion(arrivals, w, 1_000_000) / exact - 1)).toBeLessThan(0.2);
  });

  test("a state without a rate is a pause", () => {
    const pauses = [
      { rate: 10, mean: 5 },
      { rate: 0, mean: 95 },
    ];
    const { arrivals } = workOf({ ...base, kind: "markov", states: pauses, until: 400_000 });
    expect(arrivals.length / 400_000).toBeCloseTo(0.5, 1);
    expect(gapsOf(arrivals).filter((gap) => gap > 20).length).toBeGreaterThan(2500);
  });

  test("begins in each of its states as often as it is found there", () => {
    const states = [
      { rate: 1000, mean: 1 },
      { rate: 0, mean: 3 },
    ];
    const early = Array.from({ length: 2000 }, (_, seed) =>
      workOf({ ...base, kind: "markov", states, until: 0.01 }, { seed }),
    ).filter(({ arrivals }) => arrivals.length > 0).length;
    expect(early / 2000).toBeCloseTo(0.25, 1);
  });
});

describe("batches", () => {
  const poisson = { ...base, kind: "poisson", rate: 1 } as const;

  test("of a fixed size come at the moments of the single ones, each task with a demand of its own", () => {
    const single = workOf(poisson, { most: 1000 });
    const batched = workOf({ ...poisson, batch: { kind: "constant", value: 3 } }, { most: 3000 });
    expect(batched.arrivals).toEqual(single.arrivals.flatMap((time) => [time, time, time]));
    expect(batched.demands.slice(0, 1000)).toEqual(single.demands);
  });

  test.each([
    [{ kind: "geometric", mean: 4 }, 4],
    [{ kind: "geometric", mean: 1 }, 1],
    [{ kind: "uniform", low: 2, high: 5 }, 3.5],
    [{ kind: "empirical", values: [1, 1, 7] }, 3],
  ] as const)("%j have that mean", (batch, mean) => {
    const { arrivals } = workOf({ ...poisson, batch }, { most: 100_000 });
    expect(arrivals.length / new Set(arrivals).size).toBeCloseTo(mean, 1);
  });
});

describe("counts", () => {
  test("bring exactly what each interval says, anywhere in it, and nothing in one that is missing", () => {
    const { arrivals } = workOf(replay, { trace: intervals });
    const within = (from: number, until: number) => arrivals.filter((time) => time >= from && time < until);
    expect([within(0, 60), within(60, 240), within(240, 300)].map(({ length }) => length)).toEqual([30, 0, 12]);
    expect(arrivals).toHaveLength(42);
  });

  test("spread evenly over an interval", () => {
    const trace = { ...traceOf([0]), facts: { count: Float64Array.of(100_000) }, interval: 10 };
    const { arrivals } = workOf(replay, { trace });
    for (const [index, time] of arrivals.entries()) {
      if (index % 1000 === 0) expect(Math.abs(time - index / 10_000)).toBeLessThan(0.07);
    }
  });

  test("scale, a fraction by chance, and loop", () => {
    const spec = { ...replay, scale: 0.5, loop: true, until: 300_000 };
    const { arrivals } = workOf(spec, { trace: intervals });
    expect(arrivals).toHaveLength(21_000);
    const third = workOf({ ...spec, scale: 1 / 3 + 0.01 }, { trace: intervals }).arrivals.length;
    expect(third / 42_000).toBeCloseTo(1 / 3 + 0.01, 2);
  });
});

test("windows have their rates however uneven the gaps are", () => {
  const { arrivals } = workOf({ ...replay, format: "servegen", loop: true, until: 180_000 }, { trace: windows });
  const inWindow = (window: number) => arrivals.filter((time) => Math.floor((time % 1800) / 600) === window).length;
  expect(inWindow(0) / 100 / 1200).toBeCloseTo(1, 1);
  expect(inWindow(1)).toBe(0);
  expect(inWindow(2) / 100 / 300).toBeCloseTo(1, 1);
});

describe("a curve from counts", () => {
  const curve = { ...base, kind: "curve", points: [], file: "counts.csv", scale: 200 } as const;

  test("has the rates of the intervals, and none where one is missing or after the last", () => {
    const { arrivals } = workOf({ ...curve, interpolate: "step" }, { trace: intervals });
    const share = (from: number, until: number) => arrivals.filter((time) => time >= from && time < until).length;
    expect(share(0, 60) / 6000).toBeCloseTo(1, 1);
    expect(share(60, 240)).toBe(0);
    expect(share(240, 300) / 2400).toBeCloseTo(1, 1);
    expect(share(300, Number.POSITIVE_INFINITY)).toBe(0);
  });

  test("linear, goes through the middle of each interval", () => {
    const { arrivals } = workOf({ ...curve, interpolate: "linear" }, { trace: intervals });
    // From 100/s in the middle of the first to none in the middle of the next: 3000 arrivals.
    expect(arrivals.filter((time) => time >= 30 && time < 90).length / 3000).toBeCloseTo(1, 1);
    expect(arrivals.filter((time) => time >= 90 && time < 210)).toHaveLength(0);
  });
});

test("a trace that loops begins again after its length", () => {
  const trace = { ...traceOf([0, 4, 6], [1, 2, 3]), length: 10 };
  const work = workOf(traceSource({ loop: true, from: 100, until: 112, speedUp: 2 }), { trace });
  expect(work).toEqual({ arrivals: [100, 102, 103, 105, 107, 108, 110], demands: [1, 2, 3, 1, 2, 3, 1] });
  const twice = workOf(traceSource({ loop: true, scale: 2, until: 14 }), { trace });
  expect(twice.arrivals).toEqual([0, 0, 4, 4, 6, 6, 10, 10]);
  expect(twice.demands).toEqual([1, 1, 2, 2, 3, 3, 1, 1]);
});

function gapsOf(arrivals: readonly number[]): number[] {
  return arrivals.slice(1).map((time, index) => time - (arrivals[index] as number));
}

function momentsOf(values: readonly number[]): { mean: number; cv: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { mean, cv: Math.sqrt(variance) / mean };
}

function dispersion(arrivals: readonly number[], width: number, until: number): number {
  const counts = new Array<number>(Math.floor(until / width)).fill(0);
  for (const time of arrivals) counts[Math.floor(time / width)] = (counts[Math.floor(time / width)] ?? 0) + 1;
  const { mean, cv } = momentsOf(counts);
  return cv * cv * mean;
}
