import { metricValue } from "../measure/metric-value.ts";
import { summarize } from "../measure/summary.ts";
import type { Bound, PolicyResult, RunMeasures } from "../result.ts";

export interface Beside {
  /** In the order of the policies; none without them. */
  readonly bounds: readonly Bound[];
  /** Name of what is paid, and the runs of the best static size; missing where there is none. */
  readonly fixed?: { readonly paid: string; readonly runs: readonly RunMeasures[] };
}

/** The policies with what each run paid above its bound and above the best static size on the same seed, as far as these are known. */
export function withRegret<Measured extends Pick<PolicyResult, "runs" | "summary">>(
  policies: readonly Measured[],
  { bounds, fixed }: Beside,
): Measured[] {
  return policies.map((policy, which) => {
    const bound = bounds[which];
    const overBound = bound && regrets(policy.runs, bound.measure, bound.runs);
    const least = fixed?.runs.map((run) => metricValue(fixed.paid, run) ?? 0);
    const overFixed = fixed && least && regrets(policy.runs, fixed.paid, least);
    if (overBound === undefined && overFixed === undefined) return policy;
    const runs = policy.runs.map((run, index) => ({
      ...run,
      ...(overBound && { regret: overBound[index]! }),
      ...(overFixed && { regretOverStatic: overFixed[index]! }),
    }));
    return { ...policy, runs, summary: summarize(runs) };
  });
}

/** Undefined where one of the runs need not have paid anything. */
function regrets(runs: readonly RunMeasures[], paid: string, least: readonly number[]): number[] | undefined {
  if (least.some((value) => value === 0)) return undefined;
  return runs.map((run, index) => metricValue(paid, run)! / least[index]! - 1);
}
