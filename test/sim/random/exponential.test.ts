import { fc, test } from "@fast-check/vitest";
import { test as example, expect } from "vitest";
import { exponential, exponentials } from "../../../sim/random/exponential.ts";

/** As `stream.ts` gives them: the middles of 2⁵² equal steps. */
const uniform = fc
  .oneof(
    fc.nat(),
    fc.bigInt({ min: 0n, max: 2n ** 52n - 1n }).map(Number),
    fc.nat().map((step) => 2 ** 52 - 1 - step),
  )
  .map((step) => (step + 0.5) * 2 ** -52);

test.prop([fc.array(uniform, { maxLength: 20 })], { numRuns: 1000 })("the logarithm, to thirteen digits", (values) => {
  const column = Float64Array.from([...values, 0.25]);
  exponentials(column, values.length, 1);
  for (const [index, value] of values.entries()) {
    expect(Math.abs((column[index] as number) / -Math.log(value) - 1)).toBeLessThan(1e-13);
    expect(column[index]).toBe(exponential(value, 1));
  }
  expect(column.at(-1)).toBe(0.25);
});

example("the ends: as large as it gets, and hardly more than nothing", () => {
  expect(exponential(2 ** -53, 2)).toBeCloseTo(2 * 53 * Math.LN2, 12);
  expect(exponential(1 - 2 ** -53, 2)).toBe(2 ** -52);
  expect(exponential(0.5, 1)).toBeCloseTo(Math.LN2, 15);
});
