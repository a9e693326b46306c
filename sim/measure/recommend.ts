import type { ObjectiveSpec } from "../../scenarios/objective-spec.ts";
import type { PolicyResult, Recommendation } from "../result.ts";
import { isRegret } from "./catalogue/metric.ts";
import { constraintsOf, estimated, excess, keeps, valuesOf } from "./constraints.ts";
import type { AimedMeasure } from "./precision.ts";

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
  const limits = constraintsOf(objective);
  if (limits.length === 0) return undefined;
  const rated = policies.flatMap(({ label, runs }) => {
    const least = estimated({ runs }, minimize)?.mean;
    const values = valuesOf(runs, limits);
    if (least === undefined || values === undefined) return [];
    const told = [...values.subjectTo, ...(values.atLeast ?? [])];
    const kept = told.every((each) => keeps(each, each.value.mean));
    return [{ label, least, values, kept, worst: Math.max(...told.map((each) => excess(each, each.value.mean))) }];
  });
  if (rated.length < policies.length) return undefined;
  const feasible = rated.filter(({ kept }) => kept).sort((a, b) => a.least - b.least || a.worst - b.worst);
  const missing = rated.filter(({ kept }) => !kept).sort((a, b) => a.worst - b.worst);
  const [first, second] = [...feasible, ...missing];
  if (first === undefined) return undefined;
  const against = first.label === baseline ? second?.label : baseline;
  return {
    policy: first.label,
    ...(against === undefined ? {} : { against }),
    minimize,
    ...first.values,
    feasible: feasible.map(({ label }) => label),
  };
}

/** What a recommendation rests on, as far as runs tell it; without a word of the latency, the 95th percentile of the wait beside what is minimized. */
export function objectiveMeasures(policies: readonly Measured[], objective: ObjectiveSpec | undefined): AimedMeasure[] {
  const constraints = constraintsOf(objective).map((limit) => ({
    name: limit.measure,
    limit: "below" in limit ? limit.below : limit.above,
  }));
  const all = [
    { name: minimized(policies, objective) },
    ...(constraints.length > 0 ? constraints : [{ name: "wait.p95" }]),
  ];
  return all.filter(({ name }) => !isRegret(name));
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
