import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { simulate } from "../../sim/index.ts";
import { mser5 } from "../../sim/measure/mser.ts";
import { estimate } from "../../sim/measure/summary.ts";
import { erlang, meanWait, wait } from "./models.ts";
import { hold, poisson, scenarioOf, tasksAt } from "./scenario-of.ts";

/** What the papers want the least of, by batches left out: worked out for one cut after the other. */
function marginals(values: readonly number[]): number[] {
  const means = Array.from({ length: Math.floor(values.length / 5) }, (_, batch) =>
    values.slice(5 * batch, 5 * batch + 5).reduce((sum, value) => sum + value / 5, 0),
  );
  return means.slice(0, means.length - 4).map((_, from) => {
    const rest = means.slice(from);
    const mean = rest.reduce((sum, value) => sum + value, 0) / rest.length;
    return rest.reduce((sum, value) => sum + (value - mean) ** 2, 0) / rest.length ** 2;
  });
}

describe("mser-5", () => {
  const noise = (length: number) => Array.from({ length }, (_, index) => (index * 7919) % 10);

  test("leaves out what is unlike the rest, in steps of five", () => {
    expect(mser5(noise(200))).toBe(0);
    expect(mser5([...noise(23).map((value) => value + 1000), ...noise(177)])).toBe(25);
  });

  test("finds nothing where a series goes on rising, and in a few values", () => {
    expect(mser5(Array.from({ length: 200 }, (_, index) => index ** 2))).toBeUndefined();
    expect(mser5(noise(24))).toBeUndefined();
  });

  property.prop([fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 25, maxLength: 200 })])(
    "is the cut that the definition gives",
    (values) => {
      const all = marginals(values);
      const least = Math.min(...all);
      const cut = mser5(values);
      const half = Math.floor(values.length / 5) / 2;
      if (cut !== undefined) expect(all[cut / 5]).toBeCloseTo(least, 6);
      else expect(Math.min(...all.slice(0, Math.floor(half) + 1))).toBeGreaterThan(least);
    },
  );

  property.prop([fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 50, maxLength: 100 })])(
    "does not mind where the scale begins",
    (values) => {
      const [one, other] = [mser5(values), mser5(values.map((value) => value + 2 ** 30))];
      const all = marginals(values);
      if (one !== undefined && other !== undefined) expect(all[other / 5]).toBeCloseTo(all[one / 5] ?? 0, 3);
    },
  );
});

const run = (scenario: Parameters<typeof simulate>[0]) => simulate(scenario, hold, { seed: 1, traces: new Map() });

describe("a transient", () => {
  const four = scenarioOf({ horizon: 1000, workload: [tasksAt([0, 10, 500, 510], 100)], objective: { wait: 50 } });

  test("leaves tasks that arrive in it out of the latencies, and of no count", () => {
    const whole = run(four).measures;
    const { transient, ...cut } = run({ ...four, transient: { kind: "given", until: 500 } }).measures;
    expect(whole.tasks).toMatchObject({ arrived: 4, completed: 4, wait: { mean: 45, max: 90 }, attainment: 0.5 });
    expect(transient).toEqual({ until: 500, leftOut: 2 });
    expect(cut.tasks).toMatchObject({ arrived: 4, completed: 4, wait: { mean: 45, max: 90 }, attainment: 0.5 });
    const later = run({ ...four, transient: { kind: "given", until: 505 } }).measures;
    expect(later.tasks).toMatchObject({ arrived: 4, wait: { mean: 90 }, sojourn: { mean: 190 }, attainment: 0 });
  });

  test("counts those that are unfinished at the end, if they arrived after it", () => {
    const late = { ...four, horizon: 550, transient: { kind: "given", until: 505 } as const };
    expect(run(late).measures.tasks).toMatchObject({ unfinished: 2, wait: { mean: 40 }, sojourn: { mean: 40 } });
  });

  test("leaves expired tasks out of what was served in time only where it leaves them out", () => {
    const queues = [{ name: "work", acknowledge: "after" as const, timeToLive: 40 }];
    const short = { ...four, queues };
    // Of each two the first is served, and the second expires.
    expect(run(short).measures.tasks).toMatchObject({ expired: 2, attainment: 0.5 });
    const cut = run({ ...short, transient: { kind: "given", until: 200 } }).measures;
    expect(cut.tasks).toMatchObject({ expired: 2, attainment: 0.5 });
  });

  property.prop([fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 0, max: 900 })])(
    "changes nothing but latencies",
    (seed, until) => {
      const base = scenarioOf({ horizon: 1000, objective: { wait: 5 }, workload: [poisson(0.12, 8)] });
      const measured = (scenario: typeof base) => {
        const { measures } = simulate(scenario, hold, { seed, traces: new Map() });
        const { wait, sojourn, attainment, ...counts } = measures.tasks;
        return {
          latencies: { wait, sojourn, attainment },
          rest: { ...measures, events: 0, queues: {}, tasks: counts },
        };
      };
      const { transient, ...cut } = measured({ ...base, transient: { kind: "given", until } }).rest;
      expect(cut).toEqual(measured(base).rest);
      expect(transient?.leftOut).toBeLessThanOrEqual(cut.tasks.arrived);
      const none = measured({ ...base, transient: { kind: "given", until: 0 } });
      expect(none.latencies).toEqual(measured(base).latencies);
    },
  );

  test("by mser-5 brings the mean wait back to what is exact, after a run that began with a crowd", () => {
    const model = erlang(1, 0.5, 6000);
    const crowded = { ...model.scenario, workload: [...model.scenario.workload, tasksAt([0, 0, 0, 0, 0], 20)] };
    const found = (scenario: typeof crowded) =>
      Array.from({ length: 20 }, (_, seed) =>
        wait(simulate(scenario, model.policy, { seed, traces: new Map() }).measures),
      );
    const exact = meanWait(1, 0.5);
    const [biased, cut] = [found(crowded), found({ ...crowded, transient: { kind: "mser-5" } })].map(estimate);
    expect(biased?.low).toBeGreaterThan(exact);
    expect(cut?.low).toBeLessThan(exact);
    expect(cut?.high).toBeGreaterThan(exact);
  });
});
