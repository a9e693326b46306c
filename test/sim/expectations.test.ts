import { expect, test } from "vitest";
import { parseExpect } from "../../scenarios/parse-expect.ts";
import { simulate } from "../../sim/index.ts";
import { judgeExpectations } from "../../sim/measure/expectations.ts";
import { metricValue } from "../../sim/measure/metric-value.ts";
import type { RunMeasures } from "../../sim/result.ts";
import { erlang } from "../sim/models.ts";

/** Waits whose mean is 10 s, with an interval of 10 ± 2.48. */
const runs = [9, 10, 11].map(
  (p95) => ({ duration: 7200, tasks: { wait: { p95 }, unfinished: 3 }, groups: {} }) as unknown as RunMeasures,
);

function outcome(text: string, among = runs) {
  return judgeExpectations([parseExpect(text)], [{ label: "one", runs: among }])[0]?.outcome;
}

test.each([
  ["p95 wait < 13s", "met"],
  ["p95 wait < 12s", "not distinguishable"],
  ["p95 wait < 9s", "not distinguishable"],
  ["p95 wait < 7s", "failed"],
  ["p95 wait > 7s", "met"],
  ["p95 wait >= 0.2m", "not distinguishable"],
  ["unfinished <= 3", "met"],
  ["unfinished < 3", "failed"],
  ["unfinished > 2", "met"],
  ["unfinished per hour <= 1.5", "met"],
  ["unfinished per hour < 1.5", "failed"],
  ["cost < $80", "failed"],
])("%s is %s by the interval, and failed where nothing was measured", (text, said) => {
  expect(outcome(text)).toBe(said);
});

test("a single run is taken at its word", () => {
  expect(outcome("p95 wait < 12s", runs.slice(0, 1))).toBe("met");
  expect(outcome("p95 wait < 9s", runs.slice(0, 1))).toBe("failed");
});

test("one of a policy alone is not asked of the others", () => {
  const spec = { ...parseExpect("unfinished > 2"), policy: "two" };
  const labels = ["one", "two"].map((label) => ({ label, runs }));
  expect(judgeExpectations([spec], labels).map(({ policy }) => policy)).toEqual(["two"]);
});

test.each([
  ["p95 wiat < 30s", 'there is no metric "p95 wiat"; did you mean "p95 wait"?'],
  ["reversal per hour <= 2", 'there is no metric "reversal"; did you mean "reversals"?'],
  ["p95 wait", '"p95 wait" is not understood; write for example "p95 wait < 30s"'],
  ["p95 wait per hour < 3s", 'p95 wait is not counted by the hour; write "p95 wait < 3s"'],
  ["lost < many", '"many" is not a number'],
  ["cost < 80 euro", '"80 euro" is not an amount; write for example $80'],
])("refuses %s and says what would do", (text, message) => {
  expect(() => parseExpect(text)).toThrow(message);
});

test("reads limits in their units", () => {
  const limits = ["p99 sojourn < 2m", "attainment >= 95%", "cost <= $80.5", "GPU hours < 40"];
  expect(limits.map((text) => parseExpect(text).limit)).toEqual([120, 0.95, 80.5, 40]);
});

test("a run knows every duration and count that a line may name", () => {
  const { scenario, policy } = erlang(1, 0.5, 100);
  const { measures } = simulate(scenario, policy, { seed: 1, traces: new Map() });
  for (const text of [
    "p90 wait < 1s",
    "p50 sojourn < 1s",
    "reversals < 1",
    "never served < 1",
    "utilization < 1",
    "scale-ups < 1",
  ]) {
    expect(metricValue(parseExpect(text).measure, measures), text).toBeTypeOf("number");
  }
});
