import type { PairedDifference } from "./paired-difference.ts";
import { studentT, twoSidedP } from "./student-t.ts";

/**
 * How much more the values are than those of the baseline, where the two met other work: Welch's t test, which does not take their
 * spreads for equal, with the degrees of freedom of Welch and Satterthwaite. The deviation is that of a pair of one of each.
 * Undefined with fewer than two of either.
 */
export function unpairedDifference(
  values: readonly number[],
  baseline: readonly number[],
): PairedDifference | undefined {
  const [one, other] = [moments(values), moments(baseline)];
  const runs = Math.min(one.count, other.count);
  if (runs < 2) return undefined;
  const mean = one.mean - other.mean;
  const [a, b] = [one.variance / one.count, other.variance / other.count];
  if (a + b === 0) return { mean, low: mean, high: mean, runs, deviation: 0, p: mean === 0 ? 1 : 0 };
  const freedom = (a + b) ** 2 / (a ** 2 / (one.count - 1) + b ** 2 / (other.count - 1));
  const half = studentT(freedom) * Math.sqrt(a + b);
  const p = twoSidedP(mean / Math.sqrt(a + b), freedom);
  return { mean, low: mean - half, high: mean + half, runs, deviation: Math.sqrt(one.variance + other.variance), p };
}

function moments(values: readonly number[]) {
  const count = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1);
  return { count, mean, variance };
}
