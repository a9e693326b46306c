import { expect, test } from "vitest";
import { load, MIX } from "./mix.ts";

/** Warnings for a trace of these columns. */
function warned(columns: string): readonly string[] {
  const trace = `workload:\n  - queue: sampler_queue\n    trace: { file: scenarios/traces/requests.csv, format: csv, columns: ${columns} }\n`;
  return load(MIX.replace(/^workload:\n(?: .*\n)*/m, trace)).warnings;
}

test.each([
  [
    "{ arrival: at, duration: took_ms, time: ms }",
    "workload[0].trace: column took_ms is read in s; did you mean durationUnit: ms?",
  ],
  [
    "{ arrival: startMillis, duration: took }",
    "workload[0].trace: column startMillis is read in s; did you mean time: ms?",
  ],
  [
    "{ arrival: at, end: end (seconds), time: us }",
    "workload[0].trace: column end (seconds) is read in us; did you mean time: s?",
  ],
])("warns of a column whose name tells another unit: %s", (columns, warning) => {
  expect(warned(columns)).toEqual([warning]);
});

test.each([
  "{ arrival: at_ms, duration: took_s, time: ms }",
  "{ arrival: time_ns, duration: ms, time: datetime }",
  "{ arrival: arrivals, duration: items }",
])("is content where it does not: %s", (columns) => {
  expect(warned(columns)).toEqual([]);
});
