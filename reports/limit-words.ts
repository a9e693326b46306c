import type { Recommendation, Result } from "../sim/result.ts";
import { formatMeasured } from "./format-measured.ts";
import { named, unitOf } from "./metric-words.ts";

/** What has to be kept to, such as `p95 wait below 30 s and attainment at least 95 %`. */
export function limitWords(
  result: Result,
  { subjectTo, atLeast = [] }: Pick<Recommendation, "subjectTo" | "atLeast">,
  below = "below",
): string {
  const words = (measure: string, side: string, limit: number) =>
    `${named(result, measure)} ${side} ${formatMeasured(limit, unitOf(result, measure))}`;
  return [
    ...subjectTo.map((each) => words(each.measure, below, each.below)),
    ...atLeast.map((each) => words(each.measure, "at least", each.above)),
  ].join(" and ");
}
