import { fc } from "@fast-check/vitest";
import type { Distribution, SourceSpec } from "../../../scenarios/scenario.ts";
import type { Trace, Traces } from "../../../sim/workload/source.ts";

/** Ties, a pause, and tasks that take no time. */
const arrivals = Float64Array.of(0, 0, 0.5, 3, 3, 3, 10, 40, 41, 60, 60, 95, 120);
const demands = Float64Array.of(5, 0, 12, 1, 30, 2, 8, 0.5, 60, 0, 20, 3, 9);
const facts = { file: "recorded.csv", sha256: "", rows: arrivals.length, used: arrivals.length, skipped: {} };
const recorded = (source: string): Trace => ({
  arrivals,
  demands,
  length: 130,
  report: { ...facts, source, queue: "work", sorted: true },
});

/** What the sources that replay have read, by their names. */
export const recordings: Traces = new Map(["source-1", "source-2"].map((name) => [name, recorded(name)]));

/** A trace, with its own service times or drawn ones, as a source of this name. */
export function replayed(
  name: string,
  queue: fc.Arbitrary<string>,
  service: fc.Arbitrary<Distribution>,
): fc.Arbitrary<SourceSpec> {
  return fc
    .record(
      {
        queue,
        from: fc.constantFrom(0, 25),
        until: fc.constantFrom(60, 200),
        speedUp: fc.constantFrom(0.5, 1, 4),
        scale: fc.constantFrom(0.4, 1, 2.5),
        jitter: fc.constantFrom(0, 7),
        loop: fc.boolean(),
        service,
      },
      { requiredKeys: ["queue", "from", "speedUp", "scale", "jitter"] },
    )
    .map((given) => ({ kind: "trace", name, file: "recorded.csv", format: "gentd26", filter: {}, ...given }) as const);
}

/** A rate that changes with time, once or over and over. */
export function curved(
  name: string,
  queue: fc.Arbitrary<string>,
  service: fc.Arbitrary<Distribution>,
): fc.Arbitrary<SourceSpec> {
  const rate = fc.double({ min: 0, max: 1, noNaN: true });
  return fc
    .record(
      {
        queue,
        service,
        points: fc.tuple(rate, rate, rate).map((rates) => rates.map((each, index) => ({ at: 40 * index, rate: each }))),
        interpolate: fc.constantFrom("linear" as const, "step" as const),
        repeat: fc.constantFrom(120, 150),
        batch: fc.constant({ kind: "geometric" as const, mean: 2 }),
      },
      { requiredKeys: ["queue", "service", "points", "interpolate"] },
    )
    .map((given) => ({ kind: "curve", name, from: 0, ...given }) as const);
}
