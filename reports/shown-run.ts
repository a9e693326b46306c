import type { PolicyResult, RunMeasures } from "../sim/result.ts";

/** What was measured in the run that the charts are drawn from. */
export function shownRun({ runs, detail }: PolicyResult): RunMeasures | undefined {
  return runs.find(({ seed }) => seed === detail.seed) ?? runs[0];
}
