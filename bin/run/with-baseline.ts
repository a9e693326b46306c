import { didYouMean, UsageError } from "../../policies/index.ts";
import type { Scenario } from "../../scenarios/index.ts";

/** What `--baseline` names, else the scenario's, else the first of the policies that are run. */
export function withBaseline(scenario: Scenario, named: string | undefined): Scenario {
  const labels = scenario.policies.map(({ label }) => label);
  if (named !== undefined && !labels.includes(named)) {
    throw new UsageError(`--baseline ${named}: no such policy is run${didYouMean(named, labels)}`);
  }
  if (named !== undefined) return { ...scenario, baseline: named };
  const { baseline, ...rest } = scenario;
  return baseline === undefined || labels.includes(baseline) ? scenario : rest;
}
