import { describe, expect, test } from "vitest";
import type { Advice } from "../../../sim/plant/push/allocation.ts";
import { patience } from "../../../sim/plant/push/patience.ts";
import { allocate } from "../../conformance/scaler/allocation.ts";

describe("even load", () => {
  test("a task that has a worker stays there", () => {
    const { step } = allocate("even_load");
    expect([
      step(["add", "a", {}, 2]),
      step(["add", "b", {}, 2]),
      step(["assign", "t1", {}]),
      step(["assign", "t1", {}]),
    ]).toEqual([true, true, "a", "a"]);
  });

  test("looks at nobody but the one with fewest tasks, who may be full", () => {
    const { step } = allocate("even_load");
    step(["add", "small", {}, 1]);
    step(["add", "large", {}, 9]);
    step(["assign", "t1", {}]);
    step(["assign", "t2", {}]);
    // One each, and the small one has gone longest without a touch: it is full, so the task waits.
    expect(step(["assign", "t3", {}])).toBe("");
  });

  test("takes from those before when the mean leaves an idle worker nothing", () => {
    const { step } = allocate("even_load");
    for (const worker of ["a", "b", "c"]) step(["add", worker, {}, 9]);
    for (let task = 1; task <= 6; task++) step(["assign", `t${task}`, {}]);
    step(["add", "d", {}, 9]);
    // One queued task each; the mean of 3/4 rounds up to 1, above which nobody is: the first gives what d is missing.
    expect(step(["balance"])).toEqual({ a: ["t4"] });
  });
});

describe("capability", () => {
  test("moves only what the idle worker can do, newest first", () => {
    const { step } = allocate("capability");
    step(["add", "gpu", { gpu: 1 }, 9]);
    step(["assign", "t1", {}]);
    step(["assign", "t2", {}]);
    step(["assign", "t3", {}]);
    step(["assign", "t4", { gpu: 1 }]);
    step(["add", "cpu", {}, 9]);
    expect(step(["balance"])).toEqual({ gpu: ["t3", "t2"] });
  });

  test("a worker that has nothing to give drops out, and the next gives", () => {
    const { step } = allocate("capability");
    step(["add", "gpu", { gpu: 1 }, 9]);
    for (let task = 1; task <= 5; task++) step(["assign", `t${task}`, { gpu: 1 }]);
    step(["add", "cpu", {}, 9]);
    for (let task = 6; task <= 8; task++) step(["assign", `t${task}`, {}]);
    step(["add", "idle", {}, 9]);
    // Of 8 tasks on 3 workers, the five of the GPU cannot go; 3 is within 1 of the average, so nobody else gives.
    expect(step(["balance"])).toEqual({});
    step(["add", "another", {}, 9]);
    expect(step(["balance"])).toEqual({ cpu: ["t8"] });
  });
});

test("a worker below the average gives nothing, though another has less", () => {
  const { step } = allocate("capability");
  step(["add", "gpu", { gpu: 1 }, 9]);
  for (let task = 1; task <= 6; task++) step(["assign", `t${task}`, { gpu: 1 }]);
  step(["add", "cpu", {}, 9]);
  step(["assign", "t7", {}]);
  step(["add", "idle", {}, 9]);
  // The average is 7/3: the GPU's six cannot go, and the one is no burden.
  expect(step(["balance"])).toEqual({});
});

test("balancing moves nothing while everybody has work", () => {
  for (const policy of ["even_load", "capability"] as const) {
    const { step } = allocate(policy);
    step(["add", "a", {}, 9]);
    for (let task = 1; task <= 5; task++) step(["assign", `t${task}`, {}]);
    step(["add", "b", {}, 9]);
    step(["assign", "t6", {}]);
    expect(step(["balance"])).toEqual({});
  }
});

test("advice is followed when it appears, not when it is repeated once, then every time", () => {
  const worker = { id: "a", row: 0, offers: new Set<string>(), queueSize: 9, tasks: new Set<number>(), touched: 1 };
  const advice = (...tasks: number[]): Advice => new Map([[worker, tasks]]);
  const follow = patience(2, (task) => task);
  expect([advice(1), advice(1), advice(1), advice(1), advice(2), advice(2), new Map(), advice(2)].map(follow)).toEqual([
    true,
    false,
    true,
    true,
    true,
    false,
    true,
    true,
  ]);
});
