import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import type { Distribution } from "../../../scenarios/scenario.ts";
import { logGamma } from "../../../sim/random/gamma-function.ts";
import { mean, sampler } from "../../../sim/random/sampler.ts";
import { stream } from "../../../sim/random/stream.ts";
import { kolmogorovSmirnov } from "./kolmogorov-smirnov.ts";

const COUNT = 200_000;

describe("has the mean and the cv asked for", () => {
  test.each<[Distribution, number]>([
    [{ kind: "exponential", mean: 2 }, 1],
    [{ kind: "uniform", low: 1, high: 3 }, 1 / Math.sqrt(12)],
    [{ kind: "lognormal", mean: 20, cv: 0.5 }, 0.5],
    [{ kind: "lognormal", mean: 20, cv: 1.5 }, 1.5],
    [{ kind: "gamma", mean: 5, cv: 0.1 }, 0.1],
    [{ kind: "gamma", mean: 5, cv: 1 }, 1],
    [{ kind: "gamma", mean: 5, cv: 3 }, 3],
    [{ kind: "weibull", mean: 0.5, cv: 0.01 }, 0.01],
    [{ kind: "weibull", mean: 0.5, cv: 0.5 }, 0.5],
    [{ kind: "weibull", mean: 0.5, cv: 2 }, 2],
    [{ kind: "empirical", values: [1, 2, 3] }, Math.sqrt(2 / 3) / 2],
  ])("%j", (distribution, cv) => {
    const sample = draw(distribution);
    const average = sample.reduce((sum, value) => sum + value, 0) / COUNT;
    const variance = sample.reduce((sum, value) => sum + (value - average) ** 2, 0) / (COUNT - 1);
    // Five standard errors of the mean; the cv of a skewed distribution is known less well.
    expect(Math.abs(average / mean(distribution) - 1)).toBeLessThan((5 * cv) / Math.sqrt(COUNT));
    expect(Math.abs(Math.sqrt(variance) / average / cv - 1)).toBeLessThan(cv > 1 ? 0.05 : 0.01);
  });
});

describe("has the shape asked for", () => {
  const rayleigh = Math.sqrt(4 / Math.PI - 1);
  test.each<[Distribution, (x: number) => number]>([
    [{ kind: "exponential", mean: 3 }, (x) => 1 - Math.exp(-x / 3)],
    [{ kind: "lognormal", mean: Math.exp(0.5), cv: Math.sqrt(Math.E - 1) }, (x) => normal(Math.log(x))],
    [{ kind: "gamma", mean: 2, cv: Math.SQRT1_2 }, (x) => 1 - Math.exp(-x) * (1 + x)],
    // Shape 1/2: the square of a normal variable, which takes the boost for shapes below 1.
    [{ kind: "gamma", mean: 1, cv: Math.SQRT2 }, (x) => 2 * normal(Math.sqrt(x)) - 1],
    [{ kind: "weibull", mean: 1, cv: 1 }, (x) => 1 - Math.exp(-x)],
    [{ kind: "weibull", mean: Math.sqrt(Math.PI) / 2, cv: rayleigh }, (x) => 1 - Math.exp(-x * x)],
  ])("%j", (distribution, cumulative) => {
    expect(kolmogorovSmirnov(draw(distribution), cumulative)).toBeLessThan(1.95);
  });
});

const positive = fc.double({ min: 1e-3, max: 1e4, noNaN: true });
const cv = fc.double({ min: 0, max: 3, noNaN: true });
const distribution: fc.Arbitrary<Distribution> = fc.oneof(
  fc.record({ kind: fc.constant("constant" as const), value: positive }),
  fc.record({ kind: fc.constant("exponential" as const), mean: positive }),
  fc.tuple(positive, positive).map(([low, more]) => ({ kind: "uniform" as const, low, high: low + more })),
  fc.record({ kind: fc.constantFrom("lognormal" as const, "gamma" as const, "weibull" as const), mean: positive, cv }),
  fc.array(positive, { minLength: 1, maxLength: 5 }).map((values) => ({ kind: "empirical" as const, values })),
);

test.prop([distribution, fc.integer()])("is positive and finite", (any, seed) => {
  const sample = draw(any, seed, 200);
  expect(sample.every((value) => value > 0 && value < Number.POSITIVE_INFINITY)).toBe(true);
});

test.prop([distribution, fc.integer(), fc.nat(40)])(
  "fills blocks with what single draws would give",
  (any, seed, count) => {
    const single = sampler(any, stream(seed, "x"));
    const filled = sampler(any, stream(seed, "x"));
    const out = new Float64Array(40);
    filled.fill(out, count);
    expect([...out.subarray(0, count)]).toEqual(Array.from({ length: count }, () => single.next()));
    expect(filled.next()).toBe(single.next());
  },
);

test.each([
  ["lognormal", 0],
  ["gamma", 0],
  ["weibull", 0],
  ["gamma", 1e-200],
  ["weibull", 1e-200],
] as const)("%s with cv %f is constant and draws nothing", (kind, cv) => {
  const numbers = stream(1, "x");
  const drawn = sampler({ kind, mean: 4, cv }, numbers);
  expect([drawn.next(), drawn.next()]).toEqual([4, 4]);
  expect(numbers.next()).toBe(stream(1, "x").next());
});

test("an empirical distribution gives each of its values as often as it stands there", () => {
  const sample = draw({ kind: "empirical", values: [5, 7, 7, 9] });
  const share = (value: number) => sample.filter((one) => one === value).length / COUNT;
  expect(share(5)).toBeCloseTo(0.25, 2);
  expect(share(7)).toBeCloseTo(0.5, 2);
  expect(share(9)).toBeCloseTo(0.25, 2);
});

test("logarithms of the gamma function are right to 14 digits", () => {
  expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.PI) / 2, 14);
  expect(logGamma(1)).toBeCloseTo(0, 14);
  expect(logGamma(11)).toBeCloseTo(Math.log(3_628_800), 13);
  expect(logGamma(1e-3) - logGamma(1.001)).toBeCloseTo(Math.log(1000), 13);
});

function draw(any: Distribution, seed = 1, count = COUNT): Float64Array {
  const out = new Float64Array(count);
  sampler(any, stream(seed, "sample")).fill(out, count);
  return out;
}

/** The normal distribution; the error function by Abramowitz and Stegun 7.1.26, to 1.5e-7. */
function normal(x: number): number {
  const z = Math.abs(x) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * z);
  const poly = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  const tail = (poly * Math.exp(-z * z)) / 2;
  return x < 0 ? tail : 1 - tail;
}
