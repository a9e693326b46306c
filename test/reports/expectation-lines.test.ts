import { expect, test } from "vitest";
import { expectationLines } from "../../reports/expectation-lines.ts";
import { formatMeasured } from "../../reports/format-measured.ts";
import { fixture } from "./fixture.ts";

test("a line tells what came out in its unit, or the change that was not to be", () => {
  const expectations = [
    {
      text: "p95 wait < 30s",
      policy: "one",
      outcome: "met",
      value: { mean: 12, low: 11, high: 13, runs: 3 },
      unit: "s",
    },
    {
      text: "p50 wait < 1m",
      policy: "one",
      outcome: "met",
      value: { mean: 20.1, low: -14, high: 54.2, runs: 3 },
      unit: "s",
    },
    { text: "cost < $80", policy: "one", outcome: "failed", value: { mean: 81, runs: 1 }, unit: "USD" },
    { text: "goodput > 500", policy: "one", outcome: "failed" },
    { text: "no scale-up …", policy: "one", outcome: "met" },
    {
      text: "no scale-down …",
      policy: "one",
      outcome: "failed",
      example: { seed: 2, group: "worker", time: 3725, after: 240, from: 5, to: 4, demand: { before: 3, now: 3 } },
    },
  ] as const;
  expect(expectationLines({ ...fixture(), expectations: [...expectations] })).toEqual([
    "one: p95 wait < 30s: met, 12 s (11 s to 13 s)",
    "one: p50 wait < 1m: met, 20.1 s (0 s to 54.2 s)",
    "one: cost < $80: FAILED, $81.00",
    "one: goodput > 500: FAILED, not measured",
    "one: no scale-up …: met",
    "one: no scale-down …: FAILED, seed 2: worker from 5 to 4 at 1:02:05, 4 min after; 3 needed before, 3 then",
  ]);
});

test.each([
  [90, "s", "1.50 min"],
  [0.951, "fraction of 1", "95.1 %"],
  [-2, "USD", "−$2.00"],
  [1.5, "h", "1.50 h"],
  [3, "1/h", "3 an hour"],
  [2, "USD/h", "$2.00 an hour"],
  [4, "replicas", "4"],
])("%s %s is %s", (value, unit, text) => {
  expect(formatMeasured(value, unit)).toBe(text);
});
