import type { Constraint, Floor, ObjectiveSpec } from "../../scenarios/objective-spec.ts";
import type { Estimate, PolicyResult } from "../result.ts";
import { readMetric } from "./catalogue/metric.ts";
import { metricValue } from "./metric-value.ts";
import { estimate } from "./summary.ts";

/** What has to hold: a measure stays below a limit, or comes up to one. */
export type Limit = Constraint | Floor;

/** With what the measure came to, ceilings and floors apart, as results tell them. */
export interface Kept {
  readonly subjectTo: (Constraint & { value: Estimate })[];
  readonly atLeast?: (Floor & { value: Estimate })[];
}

/**
 * All that a policy has to keep to. Where the objective says nothing of it, the wait that counts as served in time is to be kept for
 * 95 % of the tasks.
 */
export function constraintsOf(objective: ObjectiveSpec | undefined): readonly Limit[] {
  const { wait = 0, subjectTo = [], atLeast = [] } = objective ?? {};
  const given = [...subjectTo, ...atLeast];
  return given.length > 0 || wait === 0 ? given : [{ measure: "wait.p95", below: wait }];
}

/** Whether a mean is on the right side of a limit; a floor is kept by what just reaches it. */
export function keeps(limit: Limit, mean: number): boolean {
  return "below" in limit ? mean < limit.below : mean >= limit.above;
}

/** The factor by which a mean misses a limit; below 1 it has as much to spare. */
export function excess(limit: Limit, mean: number): number {
  const [more, less] = "below" in limit ? [mean, limit.below] : [limit.above, mean];
  return more === less ? 1 : more / less;
}

/** What each limit's measure came to over the runs; undefined where one of them is not known. */
export function valuesOf(runs: PolicyResult["runs"], limits: readonly Limit[]): Kept | undefined {
  const subjectTo: Kept["subjectTo"] = [];
  const atLeast: NonNullable<Kept["atLeast"]> = [];
  for (const limit of limits) {
    const value = estimated({ runs }, limit.measure);
    if (value === undefined) return undefined;
    if ("below" in limit) subjectTo.push({ ...limit, value });
    else atLeast.push({ ...limit, value });
  }
  return { subjectTo, ...(atLeast.length === 0 ? {} : { atLeast }) };
}

/** Such as `wait.p95 below 30 s`. */
export function limitText(limit: Limit): string {
  const { measure, perHour } = readMetric(limit.measure);
  const unit = [measure?.unit ?? "1", ...(perHour ? ["/h"] : [])].join("");
  const side = "below" in limit ? `below ${limit.below}` : `at least ${limit.above}`;
  return `${limit.measure} ${side}${unit.startsWith("1") || unit === "fraction of 1" ? "" : ` ${unit}`}`;
}

/** A measure over the runs; undefined where one of them does not know it. */
export function estimated({ runs }: Pick<PolicyResult, "runs">, measure: string): Estimate | undefined {
  const values = runs.map((run) => metricValue(measure, run)).filter((value) => value !== undefined);
  return values.length === 0 || values.length < runs.length ? undefined : estimate(values);
}
