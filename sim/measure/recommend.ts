import type { ObjectiveSpec } from "../../scenarios/objective-spec.ts";
import type { Estimate, PolicyResult, Recommendation } from "../result.ts";
import { metricValue } from "./metric-value.ts";
import type { AimedMeasure } from "./precision.ts";
import { estimate } from "./summary.ts";

type Measured = Pick<PolicyResult, "label" | "runs" | "summary">;

/**
 * The policy with least of what is to be minimized, by the means, among those that keep to all constraints; where none does, the one
 * that misses them by the smallest factor. Undefined where the objective constrains nothing, or a policy has not measured it.
 */
export function recommend(
  policies: readonly Measured[],
  objective: ObjectiveSpec | undefined,
  baseline: string,
): Recommendation | undefined {
  const minimize = minimized(policies, objective);
  const rated = policies.flatMap((policy) => {
    const least = estimated(policy, minimize)?.mean;
    const limits = constraintsOf(objective);
    const floors = objective?.atLeast ?? [];
    const subjectTo = limits.flatMap((each) => valued(policy, each));
    const atLeast = floors.flatMap((each) => valued(policy, each));
    const known = subjectTo.length + atLeast.length;
    if (least === undefined || known < limits.length + floors.length || known === 0) return [];
    const excess = Math.max(
      ...subjectTo.map(({ value, below }) => value.mean / below),
      ...atLeast.map(({ value, above }) => above / value.mean),
    );
    return [{ label: policy.label, least, subjectTo, atLeast, excess }];
  });
  if (rated.length < policies.length) return undefined;
  const feasible = rated.filter(({ excess }) => excess < 1).sort((a, b) => a.least - b.least || a.excess - b.excess);
  const missing = rated.filter(({ excess }) => excess >= 1).sort((a, b) => a.excess - b.excess);
  const [first, second] = [...feasible, ...missing];
  if (first === undefined) return undefined;
  const against = first.label === baseline ? second?.label : baseline;
  return {
    policy: first.label,
    ...(against === undefined ? {} : { against }),
    minimize,
    subjectTo: first.subjectTo,
    ...(first.atLeast.length === 0 ? {} : { atLeast: first.atLeast }),
    feasible: feasible.map(({ label }) => label),
  };
}

/** What a recommendation rests on; without a word of the latency, the 95th percentile of the wait beside what is minimized. */
export function objectiveMeasures(policies: readonly Measured[], objective: ObjectiveSpec | undefined): AimedMeasure[] {
  const constraints = constraintsOf(objective).map(({ measure, below }) => ({ name: measure, limit: below }));
  return [{ name: minimized(policies, objective) }, ...(constraints.length > 0 ? constraints : [{ name: "wait.p95" }])];
}

/** What a policy has to keep to. Without a word of it: the wait that counts as served in time is to be kept for 95 % of the tasks. */
export function constraintsOf(objective: ObjectiveSpec | undefined): NonNullable<ObjectiveSpec["subjectTo"]> {
  const { wait = 0, subjectTo, atLeast } = objective ?? {};
  if (subjectTo !== undefined || atLeast !== undefined) return subjectTo ?? [];
  return wait === 0 ? [] : [{ measure: "wait.p95", below: wait }];
}

/** Name of the measure to have as little of as possible. */
export function minimized(
  policies: readonly Pick<Measured, "summary">[],
  objective: ObjectiveSpec | undefined,
): string {
  const priced = policies.every(({ summary }) => summary["cost.total"] !== undefined);
  const named = objective?.minimize ?? (priced ? "cost" : "replicaHours");
  return named === "cost" ? "cost.total" : named;
}

/** With what it came to; nothing where that is not known. */
function valued<Limit extends { readonly measure: string }>(
  policy: Measured,
  limit: Limit,
): (Limit & { value: Estimate })[] {
  const value = estimated(policy, limit.measure);
  return value === undefined ? [] : [{ ...limit, value }];
}

/** A measure over the runs; undefined where one of them does not know it. */
export function estimated({ runs }: Pick<Measured, "runs">, measure: string): Estimate | undefined {
  const values = runs.map((run) => metricValue(measure, run)).filter((value) => value !== undefined);
  return values.length === 0 || values.length < runs.length ? undefined : estimate(values);
}
