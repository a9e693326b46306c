import type { PairedDifference } from "./paired-difference.ts";
import { studentT } from "./student-t.ts";

/**
 * How many runs would tell a difference as large as the one observed, in four of five experiments, at this two-sided level:
 * as many as make it the two quantiles of Student's t that this takes, in standard errors. Undefined where the runs tell of
 * none, or a million would not do.
 */
export function runsNeeded({ mean, deviation }: PairedDifference, level: number): number | undefined {
  const enough = (runs: number) =>
    Math.abs(mean) * Math.sqrt(runs) >= (studentT(runs - 1, 1 - level / 2) + studentT(runs - 1, POWER)) * deviation;
  if (mean === 0 || !enough(MOST)) return undefined;
  let [low, high] = [1, MOST];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (enough(middle)) high = middle;
    else low = middle;
  }
  return high;
}

const POWER = 0.8;
const MOST = 1_000_000;
