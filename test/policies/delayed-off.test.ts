import { expect, test } from "vitest";
import { bind, control, type Group, type Json, type Replica } from "../../policies/index.ts";
import { groupOf, observe, queueOf } from "./observations.ts";

const ready = (id: string, inService: number): Replica => ({ id, phase: "ready", inService });
const warming = (id: string): Replica => ({ id, phase: "warming" });

function controllerOf(parameters: Json = {}) {
  const controller = control(bind("delayed-off", parameters));
  return (time: number, waiting: number | undefined, replicas: readonly Replica[], said: Partial<Group> = {}) => {
    const queue = waiting === undefined ? {} : queueOf(waiting);
    const groups = { sampler: groupOf(replicas, { serves: ["work"], ...said }) };
    const { record, wake } = controller.step(observe({ time, queues: { work: queue }, groups }));
    const { action, because } = record.decisions[0] ?? { action: null, because: [] };
    const { desired, release } = action?.kind === "scale" ? action : { desired: undefined, release: undefined };
    return { desired, release, wake, codes: because.map(({ code }) => code) };
  };
}

test("starts one replica for each waiting task, less those that start already", () => {
  const step = controllerOf();
  expect(step(0, 3, [ready("a", 1)])).toMatchObject({ desired: 4, codes: ["work-waits"] });
  expect(step(1, 3, [ready("a", 1), warming("b"), warming("c")])).toMatchObject({ desired: 4 });
  expect(step(2, 2, [ready("a", 1), warming("b"), warming("c")])).toMatchObject({
    desired: undefined,
    codes: ["as-needed"],
  });
});

test("a smoothed queue's part of a task needs a whole replica", () => {
  const step = controllerOf();
  expect(step(0, 2.3, [ready("a", 1)])).toMatchObject({ desired: 4, codes: ["work-waits"] });
  expect(step(1, 0.4, [ready("a", 1), warming("b"), warming("c")])).toMatchObject({ desired: 2, release: ["c"] });
  expect(step(2, 0.4, [ready("a", 0)])).toMatchObject({ desired: undefined, codes: ["as-needed"] });
});

test("cancels starts that nobody waits for any more, newest first", () => {
  const step = controllerOf();
  expect(step(0, 1, [ready("a", 1), warming("b"), warming("c"), warming("d")])).toMatchObject({
    desired: 2,
    release: ["d", "c"],
    codes: ["start-not-needed"],
  });
});

test("stops a replica that has been idle for 60 s, asks to be woken for it, and begins anew after each task", () => {
  const step = controllerOf({ idleFor: 60 });
  expect(step(0, 0, [ready("a", 0), ready("b", 1)])).toMatchObject({ desired: undefined, wake: 60 });
  expect(step(20, 0, [ready("a", 1), ready("b", 0)])).toMatchObject({ desired: undefined, wake: 80 });
  expect(step(50, 0, [ready("a", 0), ready("b", 0)])).toMatchObject({ desired: undefined, wake: 80 });
  expect(step(80, 0, [ready("a", 0), ready("b", 0)])).toMatchObject({
    desired: 1,
    release: ["b"],
    wake: 110,
    codes: ["idle-too-long"],
  });
  expect(step(110, 0, [ready("a", 0)])).toMatchObject({ desired: 0, release: ["a"], wake: undefined });
});

test("with idleFor 0 a replica is stopped as soon as it idles", () => {
  const step = controllerOf({ idleFor: 0 });
  expect(step(0, 0, [ready("a", 0), ready("b", 1)])).toMatchObject({ desired: 1, release: ["a"], wake: undefined });
});

test("a check that comes late stops whoever is due, longest idle first", () => {
  const step = controllerOf({ idleFor: 30 });
  step(0, 0, [ready("a", 1), ready("b", 0), ready("c", 1)]);
  step(10, 0, [ready("a", 0), ready("b", 0), ready("c", 0)]);
  expect(step(40, 0, [ready("a", 0), ready("b", 0), ready("c", 0)])).toMatchObject({
    desired: 0,
    release: ["b", "a", "c"],
  });
});

test("keeps to the narrower of its own bounds and the owner's", () => {
  const step = controllerOf({ idleFor: 10, minimum: 1, maximum: 3 });
  expect(step(0, 9, [ready("a", 1)])).toMatchObject({ desired: 3 });
  expect(step(1, 9, [ready("a", 1)], { maximum: 2 })).toMatchObject({ desired: 2 });
  expect(step(2, 0, [ready("a", 0), ready("b", 0)])).toMatchObject({ desired: undefined, wake: 12 });
  expect(step(12, 0, [ready("a", 0), ready("b", 0)])).toMatchObject({ desired: 1, release: ["a"], wake: undefined });
  expect(step(13, 0, [], { minimum: 2 })).toMatchObject({ desired: 2, codes: ["below-minimum"] });
});

test("never stops replicas to come down to a maximum: they may be busy", () => {
  const step = controllerOf({ maximum: 1 });
  expect(step(0, 4, [ready("a", 1), ready("b", 1)])).toMatchObject({ desired: undefined });
});

test("holds while a queue cannot be read, and goes on counting who idles", () => {
  const step = controllerOf({ idleFor: 60 });
  step(0, 0, [ready("a", 0)]);
  expect(step(70, undefined, [ready("a", 0)])).toMatchObject({ desired: undefined, codes: ["queue-unknown"] });
  expect(step(80, 0, [ready("a", 0)])).toMatchObject({ desired: 0 });
});

test("a replica that cannot be read is not taken for idle, nor a draining or failed one for there", () => {
  const step = controllerOf({ idleFor: 0 });
  expect(step(0, 1, [{ id: "a", phase: "ready" }, { id: "b" }])).toMatchObject({ desired: 3 });
  expect(
    step(
      1,
      1,
      [
        { id: "c", phase: "draining", inService: 1 },
        { id: "d", phase: "failed" },
      ],
      { desired: 0 },
    ),
  ).toMatchObject({ desired: 1 });
});

test("replicas that do not tell whether they are idle are kept, and the reason says so", () => {
  const step = controllerOf({ idleFor: 0, minimum: 1 });
  const silent = [{ id: "a", phase: "ready" } as const, { id: "b", phase: "ready" } as const];
  expect(step(0, 0, silent)).toMatchObject({ desired: undefined, codes: ["idle-unknown"] });
  expect(step(1, 0, silent.slice(1))).toMatchObject({ desired: undefined, codes: ["as-needed"] });
  expect(step(2, 1, [{ id: "a", phase: "ready" }, warming("c")])).toMatchObject({ codes: ["as-needed"] });
});
