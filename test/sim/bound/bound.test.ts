import { describe, expect, test } from "vitest";
import type { Scenario } from "../../../scenarios/scenario.ts";
import { boundOf } from "../../../sim/bound/bound.ts";
import { LinearProgram, loadSolver } from "../../../sim/bound/linear-program.ts";
import { workOf } from "../../../sim/bound/parts.ts";
import { type groupOf, observed, poisson, scenarioOf, scripted, tasksAt } from "../scenario-of.ts";

const solver = await loadSolver();

/** Replica hours of a run whose policy asks for these counts from these moments on, and what they are at least. */
function paidAndBound(scenario: Scenario, counts: Readonly<Record<number, number>>) {
  const policy = scripted(({ time }) => {
    const worker = Object.entries(counts).findLast(([from]) => Number(from) <= time)?.[1];
    return worker === undefined ? {} : { worker };
  });
  const { measures } = observed(scenario, policy);
  const prices = { group: () => 1, nodes: 0 };
  const bound = boundOf(scenario, workOf(scenario, new Map(), { seed: 1 }), measures, prices, solver);
  return { measures, paid: measures.groups.worker?.replicaHours ?? 0, bound };
}

const hour = { horizon: 3600 };
const cold = { initial: { replicas: 0, phase: "ready" }, warmUp: { kind: "constant", value: 300 } } as const;

describe("the bound is what the best schedule pays", () => {
  test("who serves 96 of 101 tasks at once and five after, and no one before or after, pays exactly that", () => {
    // Five of 101 may be late. 96 replicas warm up for 300 s and serve for 60 s, and five of them serve for 60 s more.
    const all = Array.from({ length: 101 }, () => 1200);
    const { measures, paid, bound } = paidAndBound(scenarioOf({ ...hour, group: cold, workload: [tasksAt(all, 60)] }), {
      900: 96,
      1260: 5,
      1320: 0,
    });
    expect(measures.tasks.wait?.p95).toBe(0);
    expect(paid).toBeCloseTo((96 * 360 + 5 * 60) / 3600, 9);
    expect(bound).toBeCloseTo(paid, 6);
  });

  test("with time to wait for it, one replica does all, and more than its work and one warm-up need not be paid", () => {
    const all = Array.from({ length: 21 }, () => 1200);
    const scenario = scenarioOf({ ...hour, group: cold, workload: [tasksAt(all, 60)] });
    const { measures, bound } = paidAndBound(scenario, { 900: 1, 2460: 0 });
    expect(measures.tasks.wait?.p95).toBe(19 * 60);
    expect(bound).toBeCloseTo((300 + 21 * 60) / 3600, 6);
  });

  test("where the owner asks for three all the time, three are paid all the time", () => {
    const group = { ...cold, minimum: 3, initial: { replicas: 3, phase: "ready" } } as const;
    const { paid, bound } = paidAndBound(scenarioOf({ ...hour, group, workload: [tasksAt([600], 60)] }), {});
    expect(paid).toBe(3);
    expect(bound).toBeCloseTo(3, 6);
  });

  test("a replica that always has work is as cheap as can be", () => {
    const at = Array.from({ length: 60 }, (_, index) => 60 * index);
    const { measures, paid, bound } = paidAndBound(scenarioOf({ ...hour, workload: [tasksAt(at, 60)] }), {});
    expect(measures.tasks.completed).toBe(60);
    expect(paid).toBe(1);
    expect(bound).toBeCloseTo(1, 6);
  });

  test("idling through a gap is paid where it is shorter than a warm-up, and else the warm-up", () => {
    const burst = (from: number) => Array.from({ length: 21 }, () => from);
    const needed = (gap: number) => {
      const group = { ...cold, maximum: 40 };
      const workload = [tasksAt(burst(1200), 60), tasksAt(burst(1200 + gap), 60)];
      const counts = { 900: 40, [1260 + gap]: 0 };
      return paidAndBound(scenarioOf({ ...hour, group, workload }), counts).bound * 3600;
    };
    // Idling for 240 s is 60 s cheaper than a warm-up. Three of the 42 may be late, so there are 18 to 21 to save it on.
    const saved = needed(1200) - needed(300);
    expect(saved).toBeGreaterThan(18 * 60);
    expect(saved).toBeLessThan(21 * 60);
  });
});

test("without a horizon a run is as long as its policy makes it, and the minimum is paid until the last arrival", () => {
  const group = { ...cold, minimum: 2, initial: { replicas: 2, phase: "ready" } } as const;
  const { measures, paid, bound } = paidAndBound(scenarioOf({ group, workload: [tasksAt([0, 1800], 600)] }), {});
  expect(measures.duration).toBe(2400);
  expect(paid).toBeCloseTo((2 * 2400) / 3600, 9);
  expect(bound).toBeCloseTo((2 * 1800 + 600) / 3600, 6);
});

test("slots share a replica's speed, batches its time: what they can do at most counts", () => {
  const at = Array.from({ length: 40 }, (_, index) => 30 * index);
  const workload = [tasksAt(at, 60)];
  const bound = (group: Parameters<typeof groupOf>[0]) =>
    paidAndBound(scenarioOf({ ...hour, group: { initial: { replicas: 4, phase: "ready" }, ...group }, workload }), {})
      .bound;
  const plain = (40 * 60) / 3600;
  expect(bound({})).toBeGreaterThanOrEqual(plain - 1e-6);
  // Two at half the speed do no more than one alone.
  expect(bound({ slots: { count: 2, speed: [1, 0.5] } })).toBeGreaterThanOrEqual(plain - 1e-6);
  expect(bound({ slots: { count: 4, speed: [1] } })).toBeGreaterThanOrEqual(plain / 4 - 1e-6);
  expect(bound({ slots: { count: 4, speed: [1] } })).toBeLessThan(plain);
});

test("who may be late or expire need not be served, however many they are", () => {
  // An hour's task takes the only replica, and the others expire: one of them alone, 72 s, would have been as many served. They are due
  // in one step, and what those that come last are owed grows after it.
  const workload = [tasksAt([0], 3600), tasksAt([1200, 1200], 72), tasksAt([1254, 1254], 180)];
  const queues = [{ name: "work", acknowledge: "after", timeToLive: 60 } as const];
  const { measures, bound } = paidAndBound(scenarioOf({ ...hour, queues, workload }), {});
  expect(measures.queues.work).toMatchObject({ completed: 1, expired: 4 });
  expect(bound).toBeCloseTo(72 / 3600, 6);
});

test("tighter service never costs less", () => {
  const scenario = scenarioOf({ horizon: 7200, group: { maximum: 20 }, workload: [poisson(0.1, 60)] });
  const many = paidAndBound(scenario, { 0: 12 });
  const few = paidAndBound(scenario, { 0: 6 });
  expect(many.measures.tasks.wait?.p95).toBeLessThan(few.measures.tasks.wait?.p95 ?? 0);
  expect(many.measures.tasks.unfinished).toBeLessThanOrEqual(few.measures.tasks.unfinished);
  expect(many.bound).toBeGreaterThanOrEqual(few.bound);
});

describe("a linear program", () => {
  // Two x and three y at least 12 in all; x costs 1 and y costs 2, and there are no more than 3 x: the cheapest is x = 3, y = 2.
  function small() {
    const program = new LinearProgram();
    const x = program.column(1, 0, 3);
    const y = program.column(2, 0, 10);
    program.row(12, Number.POSITIVE_INFINITY, [
      [x, 2],
      [y, 3],
    ]);
    return program;
  }

  test("has the least cost", () => {
    expect(small().leastCost(solver)).toBeCloseTo(7, 9);
  });

  test("stays below it whatever prices the solver gives", () => {
    for (const price of [0, 0.3, 0.5, 2 / 3, 1, -1, 1e6]) {
      const solution = { rowDual: Float64Array.of(price) };
      const model = { options: { set() {} }, run() {}, getSolution: () => solution, dispose() {} };
      const wrong = { createModel: () => model } as unknown as typeof solver;
      expect(small().leastCost(wrong)).toBeLessThanOrEqual(7 + 1e-9);
    }
  });
});
