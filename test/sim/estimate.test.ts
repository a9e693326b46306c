import { expect, test } from "vitest";
import { estimate } from "../../sim/measure/summary.ts";

test("an interval is as wide as Student's t says, with the variance of a sample", () => {
  // t with 2 degrees of freedom is 4.302653; the variance is 1.
  const half = 4.302653 / Math.sqrt(3);
  expect(estimate([1, 2, 3])).toEqual({
    mean: 2,
    low: expect.closeTo(2 - half, 5),
    high: expect.closeTo(2 + half, 5),
    runs: 3,
  });
  expect(estimate([7])).toEqual({ mean: 7, runs: 1 });
});
