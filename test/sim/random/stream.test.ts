import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { type Stream, stream } from "../../../sim/random/stream.ts";
import { kolmogorovSmirnov } from "./kolmogorov-smirnov.ts";

test("gives the numbers that results saved earlier were made of", () => {
  const arrivals = stream(1, "arrivals/sampler");
  const service = stream(1, "service/sampler");
  expect([arrivals.next(), arrivals.next(), arrivals.next()]).toMatchInlineSnapshot(`
    [
      0.4562735046994194,
      0.5350403612321263,
      0.4327172124625066,
    ]
  `);
  expect([service.next(), service.next(), service.next()]).toMatchInlineSnapshot(`
    [
      0.7105601559718661,
      0.9123885756940623,
      0.06315843802332022,
    ]
  `);
});

test.prop([fc.integer(), fc.string(), fc.array(fc.nat(50), { maxLength: 6 })])(
  "fills blocks with what single draws would give",
  (seed, name, blocks) => {
    const single = stream(seed, name);
    const filled = stream(seed, name);
    for (const count of blocks) {
      const out = new Float64Array(50).fill(-1);
      filled.fill(out, count);
      const expected = Array.from({ length: 50 }, (_, index) => (index < count ? single.next() : -1));
      expect([...out]).toEqual(expected);
    }
    expect(filled.next()).toBe(single.next());
  },
);

test("one more consumer shifts nobody", () => {
  const alone = draw(stream(7, "faults"), 100);
  const other = stream(7, "warm-up");
  const beside = stream(7, "faults");
  const interleaved = Float64Array.from({ length: 100 }, () => {
    other.next();
    return beside.next();
  });
  expect(interleaved).toEqual(alone);
});

test("every number is the middle of one of 2^52 steps, so neither 0 nor 1", () => {
  const halfSteps = draw(stream(3, "open"), 100_000).map((value) => value * 2 ** 53);
  expect(halfSteps.every((step) => step % 2 === 1 && step > 0 && step < 2 ** 53)).toBe(true);
});

describe("is random enough", () => {
  test.each([1, 2, 3, 1_000_000])("uniform, seed %i", (seed) => {
    const sample = draw(stream(seed, "uniform"), 100_000);
    const mean = sample.reduce((sum, value) => sum + value, 0) / sample.length;
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.004);
    expect(kolmogorovSmirnov(sample, (x) => x)).toBeLessThan(1.95);
  });

  test("the low half of the bits is uniform too", () => {
    const low = draw(stream(4, "low"), 100_000).map((value) => (value * 2 ** 26) % 1);
    expect(kolmogorovSmirnov(low, (x) => x)).toBeLessThan(1.95);
  });

  test("neighboring draws, names and seeds are not correlated", () => {
    const samples = [1, 2, 3].flatMap((seed) =>
      ["arrivals/a", "arrivals/b", "service/a"].map((name) => draw(stream(seed, name), 20_001)),
    );
    const now = samples.map((sample) => sample.subarray(0, 20_000));
    const next = samples.map((sample) => sample.subarray(1));
    for (const [index, one] of now.entries()) {
      expect(Math.abs(correlation(one, next[index] as Float64Array))).toBeLessThan(0.03);
      for (const other of now.slice(index + 1)) expect(Math.abs(correlation(one, other))).toBeLessThan(0.03);
    }
  });
});

function draw(from: Stream, count: number): Float64Array {
  const out = new Float64Array(count);
  from.fill(out, count);
  return out;
}

/** Of two uniform samples, whose mean is 1/2 and whose variance is 1/12. */
function correlation(one: Float64Array, other: Float64Array): number {
  return (
    one.reduce((sum, value, index) => sum + (value - 0.5) * ((other[index] as number) - 0.5), 0) * (12 / one.length)
  );
}
