import { expect, test } from "vitest";
import { bind, control, type Group, type Json, type ParameterError, type Replica } from "../../policies/index.ts";
import { groupOf, observe, queueOf } from "./observations.ts";

const busy = (id: string): Replica => ({ id, phase: "ready", inService: 1 });
const idle = (id: string): Replica => ({ id, phase: "ready", inService: 0 });
const silent = (id: string): Replica => ({ id });

/** So many workers, of which so many are busy. */
function workers(count: number, atWork: number): Replica[] {
  return Array.from({ length: count }, (_, index) => (index < atWork ? busy(`w${index}`) : idle(`w${index}`)));
}

function controllerOf(parameters: Json = {}) {
  const controller = control(bind("utilization", parameters));
  return (time: number, pending: number | undefined, replicas: readonly Replica[], said: Partial<Group> = {}) => {
    const queue = pending === undefined ? {} : queueOf(pending);
    const groups = { pool: groupOf(replicas, { serves: ["work"], ...said }) };
    const { record } = controller.step(observe({ time, queues: { work: queue }, groups }));
    const { action, because } = record.decisions[0] ?? { action: null, because: [] };
    const { desired, release } = action?.kind === "scale" ? action : { desired: undefined, release: undefined };
    return { desired, release, codes: because.map(({ code }) => code) };
  };
}

/** Counts a pool goes through, checked every minute, when all are busy and work waits, or none is and none does. */
function ramp(from: number, isBusy: boolean) {
  const step = controllerOf();
  const counts = [from];
  let count = from;
  let last = 0;
  for (let time = 0; time <= 3600; time += 60) {
    const { desired } = step(time, isBusy ? 100 : 0, workers(count, isBusy ? count : 0));
    if (desired === undefined) continue;
    count = desired;
    last = time;
    counts.push(count);
  }
  return { counts, last };
}

test("grows from one to ten workers in 1500 s, and shrinks back in 1800 s", () => {
  expect(ramp(1, true)).toEqual({ counts: [1, 2, 3, 4, 6, 9, 10], last: 1500 });
  expect(ramp(10, false)).toEqual({ counts: [10, 8, 6, 5, 4, 3, 2, 1], last: 1800 });
});

test("needs more than the threshold and work that waits", () => {
  const step = controllerOf();
  expect(step(0, 9, workers(5, 4)).codes).toEqual(["utilization-between"]);
  expect(step(60, 0, workers(4, 4)).codes).toEqual(["nothing-waits"]);
  expect(step(120, undefined, workers(4, 4)).codes).toEqual(["queue-unknown"]);
  expect(step(180, 9, workers(10, 10)).codes).toEqual(["at-maximum"]);
  expect(step(240, 9, workers(6, 5))).toMatchObject({ desired: 9, codes: ["utilization-high"] });
});

test("shrinks whatever waits, even while the queue cannot be read, but not below the minimum", () => {
  expect(controllerOf()(0, 3, workers(8, 0))).toMatchObject({ desired: 6, codes: ["utilization-low"] });
  expect(controllerOf()(0, undefined, workers(8, 0)).desired).toBe(6);
  expect(controllerOf()(0, 3, workers(1, 0)).codes).toEqual(["at-minimum"]);
  expect(controllerOf({ minimum: 7 })(0, 3, workers(9, 0)).desired).toBe(7);
});

test("takes the steps it is told to", () => {
  expect(controllerOf({ growth: 1 })(0, 9, workers(4, 4)).desired).toBe(8);
  expect(controllerOf({ shrinkage: 0.01 })(0, 9, workers(8, 0)).desired).toBe(7);
});

test("an operation that was refused starts no cooldown; one that is under way blocks the next", () => {
  const step = controllerOf({ operationTimeout: 90 });
  expect(step(0, 9, workers(4, 4)).desired).toBe(6);
  expect(step(60, 9, workers(4, 4)).codes).toEqual(["operation-in-progress"]);
  expect(step(120, 9, workers(4, 4)).desired).toBe(6);
  expect(step(180, 9, workers(4, 4), { desired: 6 }).codes).toEqual(["cooldown"]);
  expect(step(419, 9, workers(4, 4), { desired: 6 }).codes).toEqual(["cooldown"]);
  expect(step(420, 9, workers(4, 4), { desired: 6 }).desired).toBe(6);
});

test("two checks at one moment ask once", () => {
  const step = controllerOf();
  expect(step(0, 9, workers(4, 4)).desired).toBe(6);
  expect(step(0, 9, workers(4, 4)).codes).toEqual(["operation-in-progress"]);
});

test("raises a pool below its minimum at once, asks once for it, and lets starting workers come", () => {
  const step = controllerOf({ minimum: 3 });
  expect(step(0, 0, [], { desired: 0 })).toMatchObject({ desired: 3, codes: ["below-minimum"] });
  const starting: Replica[] = [{ id: "a", phase: "warming" }];
  expect(step(60, 0, starting, { desired: 3 })).toMatchObject({ desired: undefined, codes: ["below-minimum"] });
  expect(step(120, 0, starting, { desired: 1 }).desired).toBe(3);
});

test("an empty pool without a minimum gets its first worker when work waits", () => {
  const step = controllerOf({ minimum: 0 });
  expect(step(0, 0, []).codes).toEqual(["at-minimum"]);
  expect(step(60, undefined, []).codes).toEqual(["at-minimum"]);
  expect(step(120, 1, [])).toMatchObject({ desired: 1, codes: ["utilization-high"] });
});

test("silent workers are registered, but neither busy nor idle", () => {
  const quiet = ["a", "b", "c", "d", "e"].map(silent);
  expect(controllerOf()(0, 1, [idle("f"), ...quiet]).codes).toEqual(["at-minimum"]);
  expect(controllerOf()(0, 1, quiet).codes).toEqual(["utilization-unknown"]);
  expect(controllerOf()(0, 1, [busy("f"), ...quiet]).desired).toBe(9);
  const unhealthy: Replica = { id: "u", phase: "unhealthy", inService: 1 };
  expect(controllerOf()(0, 1, [idle("f"), idle("g"), unhealthy])).toMatchObject({ desired: 2, release: ["f"] });
});

test("lets starts go first, then the idle, then the silent, then those with the fewest tasks", () => {
  const all: Replica[] = [
    { id: "two", phase: "ready", inService: 2 },
    busy("one"),
    silent("silent"),
    ...["i1", "i2", "i3", "i4", "i5", "i6", "i7", "i8", "i9"].map(idle),
    { id: "gone", phase: "draining" },
    { id: "old-start", phase: "warming" },
    { id: "new-start", phase: "pending" },
  ];
  const { desired, release } = controllerOf({ minimum: 0, shrinkage: 0.95 })(0, 0, all);
  expect(desired).toBe(1);
  expect(release).toEqual([
    "new-start",
    "old-start",
    "i1",
    "i2",
    "i3",
    "i4",
    "i5",
    "i6",
    "i7",
    "i8",
    "i9",
    "silent",
    "one",
  ]);
});

test("the mean over the window decides where that is asked for, both ends of the window counted", () => {
  const step = controllerOf({ utilizationMode: "window-mean", metricsWindow: 120, maximum: 20 });
  expect(step(0, 5, workers(10, 5)).codes).toEqual(["utilization-between"]);
  expect(step(60, 5, workers(10, 9)).codes).toEqual(["utilization-between"]);
  expect(step(120, 5, workers(10, 10)).codes).toEqual(["utilization-between"]); // mean of 0.5, 0.9, 1 is exactly 0.8
  expect(step(180, 5, workers(10, 6)).codes).toEqual(["utilization-high"]); // of 0.9, 1, 0.6 it is 0.833
});

test.each([
  [{ scaleDownThreshold: 0.8 }, ["scaleDownThreshold"], 'is 0.8, expected less than "scaleUpThreshold", which is 0.8'],
  [{ scaleUpThreshold: 0.1 }, ["scaleUpThreshold"], 'is 0.1, expected more than "scaleDownThreshold", which is 0.2'],
  [{ minimum: 4, maximum: 3 }, ["minimum"], 'is 4, expected at most "maximum", which is 3'],
  [{ maximum: 0 }, ["maximum"], 'is 0, expected at least "minimum", which is 1'],
  [{ metricsWindow: 0 }, ["metricsWindow"], "expected more than 0"],
])("refuses %j", (parameters, path, message) => {
  try {
    bind("utilization", parameters);
  } catch (error) {
    expect((error as ParameterError).path).toEqual(path);
    expect((error as ParameterError).message).toContain(message);
    return;
  }
  expect.unreachable();
});

test("as published, an empty pool stays empty, and one below its minimum is left there", () => {
  const published = { preset: "as-published" };
  expect(controllerOf(published)(0, 9, [])).toMatchObject({ desired: undefined, codes: ["at-minimum"] });
  expect(controllerOf(published)(60, 0, workers(1, 1), { minimum: 2 }).codes).toEqual(["nothing-waits"]);
});

// Both as the published code was recorded to do: vectors pool/empty-pool-recovers and pool/stale-workers-are-not-busy.
test("as published, silent workers are busy, for growing and for not shrinking", () => {
  const silentOnes = Array.from({ length: 5 }, (_, index) => silent(`s${index}`));
  const pool = [...silentOnes, idle("idle")];
  expect(controllerOf({ preset: "as-published" })(0, 1, pool)).toMatchObject({
    desired: 9,
    codes: ["utilization-high"],
  });
  expect(controllerOf({ preset: "as-published" })(0, 0, pool).codes).toEqual(["nothing-waits"]);
  expect(controllerOf()(0, 1, pool).codes).toEqual(["at-minimum"]);
});
