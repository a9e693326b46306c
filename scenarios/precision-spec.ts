import type { Fraction } from "../policies/policy.ts";

/** How well the runs are to tell what counts. */
export interface PrecisionSpec {
  /** Half of each 95 % interval, over the mean. */
  readonly within: Fraction;
  /** Names of measures. Missing: what the objective minimizes and constrains. */
  readonly of?: readonly string[];
  /** Runs of each policy to stop at in any case. */
  readonly most: number;
}
