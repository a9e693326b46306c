import type { PolicyResult } from "../sim/result.ts";

/** What was measured in the run that the charts are drawn from. */
export function shownRun<Run extends { readonly seed: number }>({
  runs,
  detail,
}: {
  readonly runs: readonly Run[];
  readonly detail: Pick<PolicyResult["detail"], "seed">;
}): Run | undefined {
  return runs.find(({ seed }) => seed === detail.seed) ?? runs[0];
}
