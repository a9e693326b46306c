import { fc, test } from "@fast-check/vitest";
import { describe, test as example, expect } from "vitest";
import { capacityOf, demandBefore, demandCurve, OfferedWork } from "../../../sim/measure/demand.ts";
import { elasticity } from "../../../sim/measure/elasticity.ts";
import { stepFunction } from "../../../sim/measure/step-function.ts";
import { groupOf, observed, scenarioOf, scripted, tasksAt } from "../scenario-of.ts";

example("accuracy, timeshare, instability and jitter, worked by hand", () => {
  // Four windows of 100 s. Demand 2, 4, 4, 1; supply 2 until 150, then 5.
  const demand = { times: [0, 100, 200, 300], values: [2, 4, 4, 1] };
  const supply = stepFunction([150], [5], 2);
  // Missing: 2 for 50 s. Too many: 1 for 150 s (from 150 to 300), 4 for 100 s.
  expect(elasticity(demand, supply, 400)).toEqual({
    thetaU: 100 / (400 * 5),
    thetaO: 550 / (400 * 5),
    thetaUNormalized: (0.5 * 50) / 400,
    thetaONormalized: (0.2 * 150 + 0.8 * 100) / 400,
    tauU: 50 / 400,
    tauO: 250 / 400,
    // By the end of the second window both have risen; in the third both stay; in the fourth only demand falls.
    instability: 100 / 300,
    // One change of supply, two of demand, in a ninth of an hour.
    jitter: -9,
    meanDemand: (200 + 400 + 400 + 100) / 400,
  });
});

example("a supply that is the demand is perfect", () => {
  const demand = { times: [0, 60, 120], values: [1, 3, 2] };
  const none = { thetaU: 0, thetaO: 0, tauU: 0, tauO: 0, thetaUNormalized: 0, thetaONormalized: 0, instability: 0 };
  const found = elasticity(demand, stepFunction([60, 120], [3, 2], 1), 180);
  expect(found).toEqual({ ...none, jitter: 0, meanDemand: 2 });
});

example("nothing is said of a group that never had a replica", () => {
  expect(elasticity({ times: [0], values: [3] }, stepFunction([], []), 100)).toBeUndefined();
});

const steps = (least: number) =>
  fc
    .array(fc.tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: least, max: 9 })), {
      minLength: 1,
      maxLength: 12,
    })
    .map((pieces) => {
      const times = pieces.map((_, index) => pieces.slice(0, index).reduce((sum, [length]) => sum + length, 0));
      return { times, values: pieces.map(([, value]) => value) };
    });

test.prop([steps(0), steps(0), fc.integer({ min: 1, max: 300 })])(
  "shares are within 0 and 1, and shares of time no more than all of it",
  (demand, supply, more) => {
    const duration = Math.max(demand.times.at(-1) ?? 0, supply.times.at(-1) ?? 0) + more;
    const found = elasticity(demand, supply, duration);
    if (found === undefined) return;
    const { thetaU, thetaO, thetaUNormalized, thetaONormalized, tauU, tauO, instability = 0 } = found;
    for (const share of [thetaO, thetaUNormalized, thetaONormalized, tauU, tauO, instability]) {
      expect(share).toBeGreaterThanOrEqual(0);
      expect(share).toBeLessThanOrEqual(1 + 1e-9);
    }
    expect(thetaU).toBeGreaterThanOrEqual(0);
    expect(tauU + tauO).toBeLessThanOrEqual(1 + 1e-9);
    // Missing replicas and missing time come together.
    expect(thetaU > 0).toBe(tauU > 0);
    expect(thetaO > 0).toBe(tauO > 0);
  },
);

describe("demand", () => {
  const offered = new OfferedWork();
  offered.note(100, 250);
  offered.note(150, 300);
  offered.note(200, 300);

  example("is the least replicas that keep up with the work of a window", () => {
    // 250 s of service in 100 s: three replicas, or two that do two at once; 50 s in the next: one; none in what is left.
    expect(demandCurve(offered, 100, 1, 250)).toEqual({ times: [0, 100, 200], values: [3, 1, 0] });
    expect(demandCurve(offered, 100, 2, 250)).toEqual({ times: [0, 100, 200], values: [2, 1, 0] });
  });

  example("of work that just fits is not one more", () => {
    const tenths = new OfferedWork();
    tenths.note(
      10,
      Array.from({ length: 300 }, () => 0.1).reduce((sum, each) => sum + each, 0),
    );
    expect(demandCurve(tenths, 10, 1, 10).values).toEqual([3]);
  });

  example("at a moment is that of the window before it, as far as there is one", () => {
    // From 50 to 150: half of the first 250 s, and 50 s.
    expect(demandBefore(offered, 150, 100, 1)).toBe(2);
    expect(demandBefore(offered, 50, 100, 1)).toBe(3);
    expect(demandBefore(offered, 0, 100, 1)).toBeUndefined();
  });

  example("counts what a replica does at its best", () => {
    expect(capacityOf(groupOf())).toBe(1);
    expect(capacityOf(groupOf({ slots: { count: 4, speed: [1, 0.9, 0.5] } }))).toBe(2);
    expect(capacityOf(groupOf({ workers: 3 }))).toBe(3);
    const batch = { most: 4, linger: 1, waits: true, slowdown: [1, 1, 1, 2] };
    expect(capacityOf(groupOf({ batch: { ...batch, work: "longest" } }))).toBe(3);
    expect(capacityOf(groupOf({ batch: { ...batch, work: "sum" } }))).toBe(1);
  });
});

describe("a run", () => {
  const tasks = tasksAt([10, 20, 30, 40, 150], 50);

  example("measures the demand of its groups and how they followed it", () => {
    const given = scenarioOf({ horizon: 200, demandWindow: 100, workload: [tasks] });
    const { measures } = observed(
      given,
      scripted(({ time }) => ({ worker: time < 100 ? 1 : 3 })),
    );
    // 200 s of service in the first 100 s, 50 s in the second: two replicas, then one. One is ready until 130, then three.
    expect(measures.groups.worker?.elasticity).toEqual({
      thetaU: 100 / (200 * 3),
      thetaO: (70 * 2) / (200 * 3),
      thetaUNormalized: (0.5 * 100) / 200,
      thetaONormalized: ((2 / 3) * 70) / 200,
      tauU: 0.5,
      tauO: 0.35,
      instability: 1,
      jitter: 0,
      meanDemand: 1.5,
    });
    expect(measures.elasticity).toEqual(measures.groups.worker?.elasticity);
  });

  example("says nothing of groups that share their work", () => {
    const groups = [groupOf(), groupOf({ name: "other" })];
    const { measures } = observed(scenarioOf({ horizon: 200, groups, workload: [tasks] }));
    expect(measures.groups.worker).not.toHaveProperty("elasticity");
    expect(measures).not.toHaveProperty("elasticity");
  });
});
