import type { PolicyResult, Result } from "../sim/result.ts";

/**
 * Labels of the policies that may be called best at something: those that keep to the objective, and do not leave work undone that
 * others get done. Being cheap is no merit otherwise.
 */
export function eligible({ policies, recommendation }: Result): ReadonlySet<string> {
  const least = Math.min(...policies.map(undoneShare));
  const fit = policies.filter(
    (policy) =>
      undoneShare(policy) <= least + NEGLIGIBLE &&
      (recommendation === undefined || recommendation.feasible.includes(policy.label)),
  );
  return new Set(fit.map(({ label }) => label));
}

/** What is marked as the best, with the conditions that bear on it here. */
export function bestWords(result: Result, runs: number): string {
  const { policies, recommendation } = result;
  const objective = recommendation === undefined ? "" : "keep to the objective and ";
  const fit = eligible(result).size === policies.length ? "" : ` of those that ${objective}leave no work undone`;
  return `best${fit}${runs < 2 ? "" : ", where its interval overlaps no other"}`;
}

/** Of the tasks: what is in service when a run ends is no reproach. */
const NEGLIGIBLE = 0.005;

/** Of all tasks of all runs, those that were not finished, lost or left unserved. */
function undoneShare({ runs }: PolicyResult): number {
  const sum = (of: (tasks: PolicyResult["runs"][number]["tasks"]) => number) =>
    runs.reduce((total, { tasks }) => total + of(tasks), 0);
  const arrived = sum((tasks) => tasks.arrived);
  return arrived === 0 ? 0 : sum((tasks) => tasks.unfinished + tasks.lost + (tasks.expired ?? 0)) / arrived;
}
