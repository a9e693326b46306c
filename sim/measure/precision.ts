import type { PolicyResult, Precision } from "../result.ts";
import { metricValue } from "./metric-value.ts";
import { estimate } from "./summary.ts";

/** What is to be known well. */
export interface AimedMeasure {
  readonly name: string;
  /** Where an objective keeps the measure below this, a mean that is smaller need not be known better than the limit. */
  readonly limit?: number;
}

type Measured = Pick<PolicyResult, "label" | "runs">;
type Widest = Precision["widest"];

/** The interval that is the widest for what is wanted of it. A measure that a run does not know is as wide as can be. */
export function widestInterval(policies: readonly Measured[], measures: readonly AimedMeasure[]): Widest {
  const all = policies.flatMap(({ label, runs }) =>
    measures.map(({ name, limit = 0 }): Widest => {
      const values = runs.map((run) => metricValue(name, run)).filter((value) => value !== undefined);
      if (values.length < runs.length) return { policy: label, measure: name };
      const { mean, high = Number.POSITIVE_INFINITY } = estimate(values);
      const half = high - mean;
      const within = half === 0 ? 0 : half / Math.max(Math.abs(mean), limit);
      return { policy: label, measure: name, ...(Number.isFinite(within) ? { within } : {}) };
    }),
  );
  return all.reduce((widest, each) => (width(each) > width(widest) ? each : widest));
}

/**
 * At how many runs to look again: as many as the widest interval seems to need by its present spread (its width goes with the
 * square root of the runs), but at least five more and at most twice as many. Looking after every single run would stop too
 * often at a moment when the spread happens to look small.
 */
export function runsToLookAt(runs: number, { within }: Widest, wanted: number): number {
  const needed = within === undefined ? Number.POSITIVE_INFINITY : Math.ceil(runs * (within / wanted) ** 2);
  return Math.min(2 * runs, Math.max(runs + FEWEST_MORE, needed));
}

export function width({ within = Number.POSITIVE_INFINITY }: Widest): number {
  return within;
}

/** Runs before the first look: with fewer, the estimate of the spread itself is too coarse to stop by (Law, 5th ed., 9.4.1). */
export const FEWEST_RUNS = 10;
const FEWEST_MORE = 5;
