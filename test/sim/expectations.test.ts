import { describe, expect, test } from "vitest";
import { parseComparison, parseExpect } from "../../scenarios/parse-expect.ts";
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
  ["unfinished = 3", "met"],
  ["unfinished = 4", "failed"],
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

test("what is to be exactly a number is so in every run, not on the mean", () => {
  const [first, second, third] = runs;
  const apart = [1, 0, -1].map((more, index) => ({ ...runs[index], tasks: { unfinished: 3 + more } }));
  expect(outcome("unfinished = 3", apart as unknown as RunMeasures[])).toBe("failed");
  expect(
    outcome(
      "unfinished = 3",
      [first, second, third].flatMap((run) => run ?? []),
    ),
  ).toBe("met");
});

test("one of a policy alone is not asked of the others", () => {
  const spec = { ...parseExpect("unfinished > 2"), policy: "two" };
  const labels = ["one", "two"].map((label) => ({ label, runs }));
  expect(judgeExpectations([spec], labels).map(({ policy }) => policy)).toEqual(["two"]);
});

test.each([
  ["p95 wiat < 30s", 'there is no metric "p95 wiat"; did you mean "p95 wait"?'],
  ["reversal per hour <= 2", 'there is no metric "reversal"; did you mean "reversals"?'],
  ["p97 wait < 1h", 'there is no metric "p97 wait"; there are p50 wait, p90 wait, p95 wait, p99 wait'],
  ["lost == 0", '"lost == 0" is not understood; write "lost = 0"'],
  ["p95 wait", '"p95 wait" is not understood; write for example "p95 wait < 30s"'],
  ["p95 wait per hour < 3s", 'p95 wait is not counted by the hour; write "p95 wait"'],
  ["p95 wait = 3s", 'only counts are exactly something; write "p95 wait <= 3s" or "p95 wait >= 3s"'],
  ["regret < 50", "50%, 150% or 0.5; did you mean 50%?"],
  ["lost < many", '"many" is not a number'],
  ["cost < 80 euro", '"80 euro" is not an amount; write for example $80'],
])("refuses %s and says what would do", (text, message) => {
  expect(() => parseExpect(text)).toThrow(message);
});

test.each([
  ["in time > 50%", "attainment"],
  ["p95 response of fast < 10m", "sojourn.p95 of fast"],
  ["GPU h < 9", "gpuHours"],
])("%s is understood as the columns of the tables have it", (text, measure) => {
  expect(parseComparison(text).measure).toBe(measure);
});

test("reads limits in their units", () => {
  const limits = ["p99 sojourn < 2m", "attainment >= 95%", "cost <= $80.5", "GPU hours < 40", "regret < 150%"];
  expect(limits.map((text) => parseComparison(text).limit)).toEqual([120, 0.95, 80.5, 40, 1.5]);
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
    expect(metricValue(parseComparison(text).measure, measures), text).toBeTypeOf("number");
  }
});

describe("of one queue or group", () => {
  const run = {
    duration: 3600,
    tasks: { wait: { p95: 9 } },
    queues: { fast: { wait: { p95: 1 } }, slow: { wait: { p95: 9 }, classes: { first: { wait: { p95: 4 } } } } },
    groups: { worker: { reversals: 3 }, other: { reversals: 1 } },
  } as unknown as RunMeasures;

  test.each([
    ["p95 wait", 9],
    ["p95 wait of fast", 1],
    ["p95 wait of slow/first", 4],
    ["reversals", 4],
    ["reversals of worker", 3],
    ["reversals per hour of worker", 3],
    ["p95 wait of nobody", undefined],
    ["p95 wait of fast/first", undefined],
  ])("%s", (metric, value) => {
    expect(metricValue(parseComparison(`${metric} < 1`).measure, run)).toBe(value);
  });
});

describe("no change without a cause", () => {
  const soonestDown = { after: 240, time: 900, from: 5, to: 4, demand: { before: 3, now: 3 } };
  const calm = { seed: 1, groups: { worker: { unexplainedReversals: 0 }, shared: {} } } as unknown as RunMeasures;
  const rash = { seed: 2, groups: { worker: { unexplainedReversals: 1, soonestDown } } } as unknown as RunMeasures;
  const judged = (text: string, among: RunMeasures[]) =>
    judgeExpectations([parseExpect(text)], [{ label: "one", runs: among }])[0];

  test("one in any run fails it, and is told", () => {
    const line = "no scale-down within 5m of scale-up unless demand fell";
    expect(judged(line, [calm, rash])).toEqual({
      text: line,
      policy: "one",
      outcome: "failed",
      example: { ...soonestDown, seed: 2, group: "worker" },
    });
    expect(judged("no scale-down of worker within 5m of a scale-up unless demand fell", [calm, rash])?.outcome).toBe(
      "failed",
    );
  });

  test("one that comes just then, or in the other direction, or of another group, does not", () => {
    for (const line of [
      "no scale-down within 4m of scale-up unless demand fell",
      "no scale-up within 5m of scale-down unless demand rose",
    ]) {
      expect(judged(line, [calm, rash])?.outcome, line).toBe("met");
    }
  });

  test("of a group whose demand is not known nothing can be said", () => {
    expect(judged("no scale-down of shared within 5m of scale-up unless demand fell", [calm])?.outcome).toBe("failed");
  });

  test.each([
    ["no scale-down within 5m of scale-up", "unless demand fell"],
    ["no scale-down within 5m of scale-down unless demand fell", "of scale-up"],
    ["no scale-up within 5m of scale-down unless demand fell", "unless demand rose"],
    ["no reversals", "no scale-down within 5m of scale-up unless demand fell"],
    ["no scale-down within 5 parsecs of scale-up unless demand fell", "is not a duration"],
  ])("%s is refused", (text, message) => {
    expect(() => parseExpect(text)).toThrow(message);
  });
});

test.each([
  ["replica hours < 90m", 1.5],
  ["replica hours < 1.5", 1.5],
  ["goodput > 500/h", 500],
  ["goodput > 12/min", 720],
  ["goodput > 500", 500],
  ["min dwell time >= 5m", 300],
  ["under-provisioning timeshare < 5%", 0.05],
  ["mean demand < 7.5", 7.5],
  ["idle cost per hour < $2", 2],
])("%s has its limit in the unit of the measure", (text, limit) => {
  expect(parseComparison(text).limit).toBe(limit);
});
