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

/** Such as `p95 wait below 30 s`, `cost below $150` or `attainment of work at least 95 %`. */
export function limitText(limit: Limit): string {
  const { name, measure, of, perHour } = readMetric(limit.measure);
  const [side, value] = "below" in limit ? ["below", limit.below] : ["at least", limit.above];
  const scope = of === undefined ? "" : ` of ${of}`;
  return `${measure?.words ?? name}${scope} ${side} ${quantity(value, measure?.unit ?? "1")}${perHour ? " an hour" : ""}`;
}

function quantity(value: number, unit: string): string {
  if (unit === "USD") return `$${value}`;
  // 0.07 are 7 %, and not 7.000000000000001 %.
  if (unit === "fraction of 1") return `${Number((100 * value).toPrecision(12))} %`;
  if (unit === "s") return duration(value);
  if (unit === "1/h") return `${value} an hour`;
  return unit === "1" ? String(value) : `${value} ${unit}`;
}

/** In the unit that reports would say it in, so that one limit does not look like two. */
function duration(seconds: number): string {
  const [one, unit] =
    seconds < 0.9995 ? [0.001, "ms"] : seconds < 90 ? [1, "s"] : seconds < 5400 ? [60, "min"] : [3600, "h"];
  return seconds === 0 ? "0 s" : `${Number((seconds / one).toPrecision(3))} ${unit}`;
}

/** A measure over the runs; undefined where one of them does not know it. */
export function estimated({ runs }: Pick<PolicyResult, "runs">, measure: string): Estimate | undefined {
  const values = runs.map((run) => metricValue(measure, run)).filter((value) => value !== undefined);
  return values.length === 0 || values.length < runs.length ? undefined : estimate(values);
}
