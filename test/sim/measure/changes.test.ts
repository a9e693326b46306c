import { fc, test } from "@fast-check/vitest";
import { test as example, expect } from "vitest";
import { type Change, dwellTimes, soonest, unexplainedReversals } from "../../../sim/measure/changes.ts";
import { oscillation } from "../../../sim/measure/oscillation.ts";
import { stepFunction } from "../../../sim/measure/step-function.ts";
import { observed, poisson, scenarioOf, scripted, tasksAt } from "../scenario-of.ts";

const change = (time: number, from: number, to: number, demand?: number): Change => ({ time, from, to, demand });

example("dwell times are from change to change", () => {
  const changes = [change(10, 1, 2), change(40, 2, 3), change(50, 3, 2), change(150, 2, 1)];
  expect(dwellTimes([changes])).toEqual({ min: 10, p10: 14, p50: 30, mean: 140 / 3, max: 100 });
  expect(dwellTimes([[change(10, 1, 2)]])).toBeUndefined();
});

example("a reversal is explained by a demand that changed the same way", () => {
  const changes = [
    change(10, 1, 4, 3),
    change(50, 4, 3, 3), // no less is needed
    change(60, 3, 2, 1), // less than at the scale-up, but this is no reversal
    change(90, 2, 3, 2), // more is needed than at the scale-down
    change(100, 3, 2, 3), // more is needed, and it goes down
  ];
  expect(unexplainedReversals(changes)).toBe(2);
  expect(soonest(changes, -1)).toEqual({ after: 10, time: 100, from: 3, to: 2, demand: { before: 2, now: 3 } });
  expect(soonest(changes, 1)).toBeUndefined();
});

example("nothing is blamed where the demand is not known", () => {
  const changes = [change(10, 1, 4), change(50, 4, 3), change(60, 3, 4)];
  expect(unexplainedReversals(changes)).toBe(0);
  expect(soonest(changes, -1)).toBeUndefined();
});

example("an oscillation is told by its period and amplitude", () => {
  // 2 and 6 in turns, 30 s each; mean 4, crossed upwards at 30, 90, 150 and 210.
  const count = stepFunction([30, 60, 90, 120, 150, 180, 210], [6, 2, 6, 2, 6, 2, 6], 2);
  expect(oscillation(count, 240)).toEqual({ period: 60, amplitude: 2, cycles: 3 });
});

example("once up and down is no oscillation, nor is a count that stays", () => {
  expect(oscillation(stepFunction([30, 60, 90], [6, 2, 6], 2), 120)).toBeUndefined();
  expect(oscillation(stepFunction([], [], 3), 120)).toBeUndefined();
});

test.prop([fc.integer({ min: 2, max: 20 }), fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 9 })])(
  "turns of any length and height are found",
  (cycles, half, height) => {
    const times = Array.from({ length: 2 * cycles + 1 }, (_, index) => (index + 1) * half);
    const values = times.map((_, index) => (index % 2 === 0 ? 1 + height : 1));
    const found = oscillation(stepFunction(times, values, 1), (2 * cycles + 2) * half);
    expect(found?.cycles).toBe(cycles);
    expect(found?.period).toBeCloseTo(2 * half, 9);
    expect(found?.amplitude).toBe(height / 2);
  },
);

example("a run that flaps under a steady load is told by all of it", () => {
  const at = Array.from({ length: 40 }, (_, index) => 10 * index + 5);
  const given = scenarioOf({
    horizon: 395,
    check: { period: 10, phase: 0 },
    demandWindow: 100,
    group: { warmUp: { kind: "constant", value: 0 } },
    workload: [tasksAt(at, 10)],
  });
  const { measures } = observed(
    given,
    scripted(({ time }) => ({ worker: time % 100 < 50 ? 1 : 2 })),
  );
  // Up at 50, 150, 250, 350; down at 100, 200, 300. One task of 10 s comes every 10 s: one replica always keeps up.
  expect(measures.groups.worker).toMatchObject({
    scaleUps: 4,
    scaleDowns: 3,
    reversals: 6,
    unexplainedReversals: 6,
    soonestDown: { after: 50, time: 100, from: 2, to: 1, demand: { before: 1, now: 1 } },
    soonestUp: { after: 50, time: 150, from: 1, to: 2, demand: { before: 1, now: 1 } },
    dwell: { min: 50, p10: 50, p50: 50, mean: 50, max: 50 },
    oscillation: { period: 100, amplitude: 0.5, cycles: 3 },
  });
  expect(measures.dwell).toEqual(measures.groups.worker?.dwell);
});

example("a run that is left alone has no changes to tell of", () => {
  const { measures } = observed(scenarioOf({ horizon: 1000, workload: [poisson(1, 0.5)] }));
  expect(measures.groups.worker).toMatchObject({ unexplainedReversals: 0 });
  for (const absent of ["dwell", "oscillation", "soonestDown", "soonestUp"])
    expect(measures.groups.worker).not.toHaveProperty(absent);
});
