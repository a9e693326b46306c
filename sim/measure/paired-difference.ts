import { twoSidedP } from "./student-t.ts";
import { estimate } from "./summary.ts";

export interface PairedDifference {
  readonly mean: number;
  /** The 95 % interval of the mean. */
  readonly low: number;
  readonly high: number;
  readonly runs: number;
  /** Standard deviation of the differences. */
  readonly deviation: number;
  /** How likely so large a mean were if there was no difference: the paired t test, two-sided. */
  readonly p: number;
}

/**
 * How much more the values are than those of the baseline, pair by pair: both of a pair met the same work, so what the work does to
 * both cancels. Undefined with fewer than two pairs. A difference that is the same in every pair is taken for certain.
 */
export function pairedDifference(values: readonly number[], baseline: readonly number[]): PairedDifference | undefined {
  const differences = values.map((value, index) => beyondRounding(value, baseline[index]!));
  const { mean, low, high, runs } = estimate(differences);
  if (low === undefined || high === undefined) return undefined;
  const deviation = Math.sqrt(differences.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (runs - 1));
  const interval = { mean, low, high, runs, deviation };
  if (deviation === 0) return { ...interval, p: mean === 0 ? 1 : 0 };
  return { ...interval, p: twoSidedP((mean / deviation) * Math.sqrt(runs), runs - 1) };
}

/** Sums of the same parts in another order differ in their last digits, and always to the same side. */
function beyondRounding(value: number, other: number): number {
  return Math.abs(value - other) <= 1e-9 * Math.max(Math.abs(value), Math.abs(other)) ? 0 : value - other;
}
