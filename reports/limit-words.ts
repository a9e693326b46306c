import type { BestStatic, Estimate, Recommendation, Result } from "../sim/result.ts";
import { formatMeasured } from "./format-measured.ts";
import { named, unitOf } from "./metric-words.ts";
import { possibleInterval } from "./possible-interval.ts";

interface Limits {
  readonly subjectTo?: readonly { readonly measure: string; readonly below: number }[] | undefined;
  readonly atLeast?: readonly { readonly measure: string; readonly above: number }[] | undefined;
}

/** What has to be kept to, such as `p95 wait below 30 s and attainment at least 95 %`. */
export function limitWords(result: Result, { subjectTo = [], atLeast = [] }: Limits, below = "below"): string {
  const words = (measure: string, side: string, limit: number) =>
    `${named(result, measure)} ${side} ${formatMeasured(limit, unitOf(result, measure))}`;
  return [
    ...subjectTo.map((each) => words(each.measure, below, each.below)),
    ...atLeast.map((each) => words(each.measure, "at least", each.above)),
  ].join(" and ");
}

/** What was measured of it, such as `23 s, 15 s to 31 s; 96.1 %`. */
export function reachedWords(
  result: Result,
  { subjectTo, atLeast = [] }: Pick<Recommendation, "subjectTo" | "atLeast">,
): string {
  return [...subjectTo, ...atLeast]
    .map(({ measure, value }) => withInterval(value, unitOf(result, measure), measure))
    .join("; ");
}

function withInterval(value: Estimate, unit: string, measure: string): string {
  const mean = formatMeasured(value.mean, unit);
  const interval = possibleInterval(value, unit, measure)?.map((end) => formatMeasured(end, unit));
  return interval === undefined ? mean : `${mean}, ${interval.join(" to ")}`;
}

/** Such as `sampler 13 and evaluator 7`. */
export function sizeWords({ counts }: Pick<BestStatic, "counts">): string {
  const sizes = Object.entries(counts).map(([group, count]) => `${group} ${count}`);
  return sizes.length < 2 ? sizes.join("") : `${sizes.slice(0, -1).join(", ")} and ${sizes.at(-1)}`;
}
