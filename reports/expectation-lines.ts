import type { Expectation, Result } from "../sim/result.ts";
import { formatClock, formatDuration, formatNumber } from "./format.ts";
import { formatMeasured } from "./format-measured.ts";
import { possibleInterval } from "./possible-interval.ts";

export const outcomeWords: Readonly<Record<Expectation["outcome"], string>> = {
  met: "met",
  failed: "FAILED",
  "not distinguishable": "not clear at so many runs",
};

/** A line each: `documented: p95 wait < 30s: met, 12.1 s (11.8 s to 12.4 s)`. */
export function expectationLines({ expectations = [] }: Result): string[] {
  return expectations.map(
    (each) => `${each.policy}: ${each.text}: ${outcomeWords[each.outcome]}${after(detail(each))}`,
  );
}

function after(told: string): string {
  return told === "" ? "" : `, ${told}`;
}

/** What came out: the value with its interval, or the change that was not to be. */
export function detail({ text, outcome, value, unit = "1", example }: Expectation): string {
  if (example !== undefined) return told(example);
  if (value === undefined) return outcome === "failed" ? "not measured" : "";
  const mean = formatMeasured(value.mean, unit);
  const [low, high] = possibleInterval(value, unit, text)?.map((end) => formatMeasured(end, unit)) ?? [mean, mean];
  return `${mean}${low === mean && high === mean ? "" : ` (${low} to ${high})`}`;
}

function told({ seed, group, time, after, from, to, demand }: NonNullable<Expectation["example"]>): string {
  const change = `${group} from ${formatNumber(from)} to ${formatNumber(to)} at ${formatClock(time, true)}`;
  const needed = `${formatNumber(demand.before)} needed before, ${formatNumber(demand.now)} then`;
  return `seed ${seed}: ${change}, ${formatDuration(after)} after; ${needed}`;
}
