import { UsageError } from "../../policies/usage-error.ts";
import type { SourceSpec } from "../../scenarios/scenario.ts";
import type { Trace } from "./source.ts";

/**
 * A trace whose rows are intervals: rows of the same interval become one, and the interval's length is what the scenario says, or
 * the least distance between two. Intervals that overlap are refused.
 */
export function inIntervals(trace: Trace, spec: Extract<SourceSpec, { kind: "trace" }>): Trace {
  const merged = distinct(trace);
  const { arrivals, facts } = merged;
  const interval = spec.interval ?? leastGap(arrivals);
  const { file } = spec;
  if (interval === Number.POSITIVE_INFINITY) {
    throw new UsageError("has one interval only, so its length is not known; give interval", { file });
  }
  if (leastGap(arrivals) < interval) {
    throw new UsageError(
      `intervals of ${interval} s overlap: two begin ${leastGap(arrivals)} s apart; give a shorter interval`,
      { file },
    );
  }
  const amounts = facts?.count ?? facts?.rate ?? arrivals;
  if (!amounts.some((amount) => amount > 0)) {
    throw new UsageError("has no arrivals: every interval is 0", { file });
  }
  return { ...merged, interval };
}

/** Counts of the same moment added up; of windows the first is kept. */
function distinct(trace: Trace): Trace {
  const { arrivals, facts = {}, classes } = trace;
  const isFirst = (row: number) => row === 0 || arrivals[row] !== arrivals[row - 1];
  const kept = Uint32Array.from(arrivals.keys()).filter(isFirst);
  if (kept.length === arrivals.length) return trace;
  const pick = (values: Float64Array) => Float64Array.from(kept, (row) => values[row] as number);
  const count = facts.count && Float64Array.from(kept, (row, at) => sum(facts.count, row, kept[at + 1]));
  return {
    ...trace,
    arrivals: pick(arrivals),
    facts: {
      ...Object.fromEntries(Object.entries(facts).map(([fact, values]) => [fact, pick(values)])),
      ...(count && { count }),
    },
    ...(classes && { classes: Array.from(kept, (row) => classes[row] as string) }),
  };
}

function sum(values: Float64Array | undefined, from: number, until: number | undefined): number {
  return values?.subarray(from, until).reduce((total, value) => total + value, 0) ?? 0;
}

/** Seconds; Infinity where there is none. */
export function leastGap(arrivals: Float64Array): number {
  return arrivals.reduce(
    (least, time, row) => (row === 0 ? least : Math.min(least, time - (arrivals[row - 1] ?? 0))),
    Number.POSITIVE_INFINITY,
  );
}
