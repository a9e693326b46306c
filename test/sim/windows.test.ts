import { test as property } from "@fast-check/vitest";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { SourceSpec, TraceSpec } from "../../scenarios/scenario.ts";
import { alone } from "../../sim/crew.ts";
import { experiment, loadTraces } from "../../sim/index.ts";
import { unitsOf } from "../../sim/units.ts";
import { openSources, type Trace } from "../../sim/workload/index.ts";
import { traceFile } from "../traces.ts";
import { poisson, scenarioOf, scripted } from "./scenario-of.ts";

const HOUR = 3600;
const spec = (change: Partial<TraceSpec> = {}): SourceSpec => ({
  kind: "trace",
  name: "recorded",
  queue: "work",
  from: 0,
  file: "recorded.csv",
  format: "csv",
  filter: {},
  speedUp: 1,
  scale: 1,
  jitter: 0,
  ...change,
});

const report = { source: "recorded", queue: "work" };
const traceOf = (...at: number[]): Trace => ({
  arrivals: Float64Array.from(at),
  demands: Float64Array.from(at, () => 60),
  report,
});
const recorded = (...at: number[]) => new Map([["recorded", traceOf(...at)]]);
const hourly = scenarioOf({ seeds: [7], start: 1000, windows: { every: HOUR }, workload: [spec()] });

/** Arrivals and demands of a workload, from a moment on until another. */
function drawn(workload: readonly SourceSpec[], traces: Map<string, Trace>, from: number, until: number) {
  return openSources({ workload }, traces, 3, from).map((source) => {
    const tasks: [number, number][] = [];
    const [arrivals, demands] = [new Float64Array(16), new Float64Array(16)];
    for (let count = -1; count !== 0; ) {
      count = source.fill(arrivals, demands);
      for (let at = 0; at < count; at++) tasks.push([Number(arrivals[at]) + from, Number(demands[at])]);
      if (Number(arrivals[count - 1]) + from >= until) break;
    }
    return tasks.filter(([at]) => at < until);
  });
}

describe("windows", () => {
  test("are as many as there are whole ones, each with a seed of its own", () => {
    expect(unitsOf(hourly, recorded(0, 100, 2.5 * HOUR))).toEqual([
      { seed: 7, from: 0 },
      { seed: 8, from: HOUR },
    ]);
    expect(unitsOf({ ...hourly, horizon: HOUR }, recorded(0, 2.5 * HOUR))).toHaveLength(1);
    expect(unitsOf({ ...hourly, workload: [spec({ speedUp: 2 })] }, recorded(0, 2.5 * HOUR))).toHaveLength(1);
    expect(
      unitsOf({ ...hourly, workload: [spec({ window: { from: 0, until: 3 * HOUR } })] }, recorded(0)),
    ).toHaveLength(3);
  });

  test("of a workload that is shorter than one are refused", () => {
    expect(() => unitsOf(hourly, recorded(0, 1800))).toThrow(
      "windows of 3600 s: the workload lasts 1800 s, less than one",
    );
  });

  test("begin empty, at their time of day, and count what is left when they end", async () => {
    const times: number[] = [];
    const create = () =>
      scripted(({ time }) => {
        times.push(time);
        return { worker: 1 };
      });
    const traces = recorded(10, 20, HOUR - 30, HOUR + 5, 2 * HOUR + 1000);
    const result = await experiment(hourly, [{ label: "one", create }], { version: "test", traces });
    expect(result.windows).toEqual({ every: HOUR, from: [0, HOUR], leftOut: 1000 });
    expect(result.seeds).toEqual([7, 8]);
    const runs = result.policies[0]?.runs.map(({ duration, tasks }) => [duration, tasks.arrived, tasks.unfinished]);
    expect(runs).toEqual([
      [HOUR, 3, 1],
      [HOUR, 1, 0],
    ]);
    expect(Math.min(...times)).toBe(1000);
    expect(Math.max(...times)).toBe(1000 + 2 * HOUR);
  });

  const moments = fc.array(fc.integer({ min: 0, max: 20_000 }), { minLength: 1, maxLength: 60 });
  property.prop([moments, fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: 1, max: 20_000 })])(
    "of any workload hold what the whole has at that time",
    (at, from, length) => {
      const traces = recorded(...at.sort((a, b) => a - b));
      const workload = [spec(), poisson(0.01, 5)];
      const whole = drawn(workload, traces, 0, from + length);
      const part = drawn(workload, traces, from, from + length);
      const close = (tasks: readonly [number, number][]) => tasks.map(([time, demand]) => [time.toFixed(6), demand]);
      expect(part.map(close)).toEqual(whole.map((tasks) => close(tasks.filter(([time]) => time >= from))));
    },
  );
});

test("the 23 days of GenTD26 are 23 pairs, and have all the work of those days", async (context) => {
  const file = traceFile("alibaba-gentd26/lora_request_trace.csv.gz", context);
  const workload = [spec({ file, format: "gentd26", filter: { predict_status: ["SUCCEED"] } })];
  const scenario = scenarioOf({ windows: { every: 24 * HOUR }, workload, check: { period: 600, phase: 0 } });
  const traces = await loadTraces(scenario);
  const candidates = [1, 3].map((count) => ({ label: `${count}`, create: () => scripted(() => ({ worker: count })) }));
  const crew = alone(scenario, candidates, traces);
  const { policies, windows, seeds } = await experiment(scenario, candidates, { version: "test", traces, crew });
  expect([windows?.from.length, seeds.length]).toEqual([23, 23]);
  const arrived = policies[0]?.runs.reduce((sum, { tasks }) => sum + tasks.arrived, 0);
  expect(arrived).toBe(traces.get("recorded")?.arrivals.filter((at) => at < 23 * 24 * HOUR).length);
  expect(policies[1]?.runs.map(({ tasks }) => tasks.arrived)).toEqual(
    policies[0]?.runs.map(({ tasks }) => tasks.arrived),
  );
  const difference = policies[1]?.differences?.["wait.mean"];
  expect(difference?.runs).toBe(23);
  expect(difference?.high).toBeLessThan(0);
});
