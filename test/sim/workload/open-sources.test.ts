import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import type { SourceSpec } from "../../../scenarios/scenario.ts";
import { Arrivals } from "../../../sim/workload/arrivals.ts";
import type { Source } from "../../../sim/workload/index.ts";
import { kolmogorovSmirnov } from "../random/kolmogorov-smirnov.ts";
import { drain, sources, traceOf, traceSource, workOf } from "./sources.ts";

const service = { kind: "exponential", mean: 3 } as const;
const base = { queue: "work", from: 0, service };
const poisson = { ...base, kind: "poisson", name: "steady", rate: 2 } as const;
const curve = {
  ...base,
  kind: "curve",
  name: "waves",
  interpolate: "linear",
  repeat: 100,
  points: [
    { at: 0, rate: 0 },
    { at: 50, rate: 4 },
  ],
} as const;
const spikes = { ...base, kind: "spikes", name: "bursts", at: [5, 300, 310], count: 40, over: 20 } as const;
const replay = traceSource({ scale: 2.5, jitter: 30, service });
const trace = traceOf(Array.from({ length: 300 }, (_, row) => 2 * row));
const all: readonly SourceSpec[] = [poisson, curve, spikes, replay].map((spec) => ({ ...spec, until: 600 }));

const subset = fc.shuffledSubarray([...all], { minLength: 1 });

test.prop([subset, fc.integer()])("superposed, time never goes back and no task is lost", (workload, seed) => {
  const superposed = new Arrivals(sources(workload, { replay: trace }, seed), () => 0, seed);
  const times: number[] = [];
  for (; superposed.time < Number.POSITIVE_INFINITY; superposed.advance()) times.push(superposed.time);
  const separate = workload.flatMap((spec) => workOf(spec, { trace, seed }).arrivals);
  expect(times).toEqual(separate.sort((a, b) => a - b));
});

test.prop([subset, fc.integer()])("what a source gives does not depend on the others", (workload, seed) => {
  const opened = sources(workload, { replay: trace }, seed);
  for (const [index, spec] of workload.entries()) {
    expect(drain(opened[index] as Source, 1e6, 64)).toEqual(workOf(spec, { trace, seed }));
  }
});

test.prop([fc.constantFrom(...all), fc.integer(), fc.integer({ min: 1, max: 500 })])(
  "what a source gives does not depend on how much is asked for at a time",
  (spec, seed, size) => {
    const [source] = sources([spec], { replay: trace }, seed) as [Source];
    expect(drain(source, 1e6, size)).toEqual(workOf(spec, { trace, seed }));
    expect(source.fill(new Float64Array(9), new Float64Array(9))).toBe(0);
  },
);

test.each(all)("another seed gives $name other demands", (spec) => {
  expect(workOf(spec, { trace, seed: 1 }).demands).not.toEqual(workOf(spec, { trace, seed: 2 }).demands);
});

test("a faster source brings the same demands in the same order", () => {
  const slow = workOf(poisson, { most: 1000 });
  const fast = workOf({ ...poisson, rate: 20 }, { most: 1000 });
  expect(fast.demands).toEqual(slow.demands);
  expect(fast.arrivals.map((time) => time * 10)[999]).toBeCloseTo(slow.arrivals[999] as number, 6);
});

describe("poisson", () => {
  test("has independent exponential gaps at its rate", () => {
    const { arrivals } = workOf({ ...poisson, from: 50 }, { most: 50_000 });
    const gaps = Float64Array.from(arrivals, (time, index) => time - (arrivals[index - 1] ?? 50));
    expect(kolmogorovSmirnov(gaps, (gap) => 1 - Math.exp(-2 * gap))).toBeLessThan(1.95);
    expect((arrivals.at(-1) as number) / 25_000).toBeCloseTo(1, 1);
  });

  test("is over at `until`", () => {
    const { arrivals } = workOf({ ...poisson, from: 10, until: 20 });
    expect(arrivals.length).toBeGreaterThan(5);
    expect(arrivals.every((time) => time > 10 && time < 20)).toBe(true);
  });

  test("gives nothing at rate 0", () => {
    expect(workOf({ ...poisson, rate: 0 }).arrivals).toEqual([]);
  });
});

describe("spikes", () => {
  test("spread their tasks evenly from each moment", () => {
    const { arrivals } = workOf({ ...spikes, from: 1000, at: [5, 60], count: 4, over: 20 });
    expect(arrivals).toEqual([1005, 1010, 1015, 1020, 1060, 1065, 1070, 1075]);
  });

  test("come in order where one begins before the last is over", () => {
    const { arrivals } = workOf({ ...spikes, at: [10, 0], count: 2, over: 30, until: 25 });
    expect(arrivals).toEqual([0, 10, 15]);
  });

  test("come at once when spread over no time", () => {
    expect(workOf({ ...spikes, at: [7], count: 3, over: 0 }).arrivals).toEqual([7, 7, 7]);
  });
});
