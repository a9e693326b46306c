import { fc, test as law } from "@fast-check/vitest";
import { expect, test } from "vitest";
import { unusedTime } from "../../sim/measure/billing.ts";
import { nodeOf, observed, scenarioOf, scripted, tasksAt } from "./scenario-of.ts";

const oneLife = scripted(({ time }) => ({ worker: time < 60 ? 1 : 0 }));
const group = { initial: { replicas: 0, phase: "ready" }, pricePerHour: 3600, grace: 20 } as const;

test("a replica is paid for from the start of its warm-up until it has left", () => {
  const scenario = scenarioOf({ horizon: 100, group, workload: [tasksAt([0], 60)] });
  const { measures } = observed(scenario, oneLife);
  // Asked for at 0, ready at 30, told to leave at 60, killed at 80 before its task is done: a dollar a second.
  const parts = { replicas: 80, warming: 30, busy: 50, useful: 0, killed: 50, wasted: 0, idle: 0, rounding: 0 };
  expect(measures.cost).toEqual({ total: 80, ...parts });
  expect(measures.groups.worker?.cost).toEqual(parts);
});

test("what is billed in steps, and at least for a minimum, is paid for although it is not used", () => {
  const scenario = (billing: { step: number; minimum: number }) =>
    scenarioOf({ horizon: 100, group: { ...group, billing }, workload: [tasksAt([0], 20)] });
  // Ready at 30, done at 50, idle until 60.
  const used = { warming: 30, busy: 20, useful: 20, idle: 10 };
  const billed = (step: number, minimum: number) => observed(scenario({ step, minimum }), oneLife).measures.cost;
  expect(billed(60, 0)).toMatchObject({ ...used, total: 60, rounding: 0 });
  expect(billed(25, 0)).toMatchObject({ ...used, total: 75, rounding: 15 });
  expect(billed(0, 90)).toMatchObject({ ...used, total: 90, rounding: 30 });
  expect(billed(25, 600)).toMatchObject({ ...used, total: 600, rounding: 540 });
});

test("a replica that is there at the end is paid for as if it left", () => {
  const billing = { step: 60, minimum: 0 };
  const given = scenarioOf({ horizon: 100, group: { pricePerHour: 3600, billing } });
  expect(observed(given).measures.cost).toMatchObject({ total: 120, idle: 100, rounding: 20 });
});

test("work that is lost as a replica dies is wasted", () => {
  const given = scenarioOf({
    horizon: 100,
    group: { pricePerHour: 3600 },
    workload: [tasksAt([10], 50)],
    faults: [{ at: [40], kind: "replicaCrash", group: "worker", count: 1 }],
  });
  // Dead at 40, replaced at 50, ready at 80; the task, begun again, is not done at the end.
  expect(observed(given).measures.cost).toMatchObject({
    total: 90,
    warming: 30,
    busy: 50,
    wasted: 30,
    useful: 20,
    idle: 10,
  });
});

test("GPUs are paid for while replicas hold them, once however many do, and nodes all the time", () => {
  const needs = { cores: 0, warmUpCores: 0, memory: 0, gpus: 1, gpuMemory: 10, gpuUtilization: 0 };
  const gpu = { memory: 40, pricePerHour: 36, billing: { step: 60, minimum: 0 } };
  const node = nodeOf({ gpus: [gpu, gpu], pricePerHour: 7.2, billing: { step: 3600, minimum: 0 } });
  const given = scenarioOf({
    horizon: 1000,
    nodes: [node],
    group: { needs, initial: { replicas: 0, phase: "ready" }, placement: "first-fit" },
    check: { period: 100, phase: 0 },
  });
  const { measures } = observed(
    given,
    scripted(({ time }) => ({ worker: time >= 100 && time < 400 ? 2 : time >= 700 ? 1 : 0 })),
  );
  // The first GPU is held for 300 s and, from 700 to the end, for another 300 s; both are whole minutes.
  expect(measures.cost).toEqual({ total: 7.2 + 6, nodes: 7.2, gpus: 6 });
  expect(measures.devices["node/gpu0"]?.cost).toBe(6);
  expect(measures.devices["node/gpu1"]?.cost).toBe(0);
  expect(measures.nodes.node?.cost).toBe(7.2);
});

law.prop([
  fc.record({ step: fc.constantFrom(0, 1, 60, 3600), minimum: fc.constantFrom(0, 60, 600) }),
  fc.double({ min: 0, max: 10_000, noNaN: true }),
])("a bill is no less than what was used and than its minimum, and less than a step more", (billing, used) => {
  const billed = used + unusedTime(billing, used);
  expect(billed).toBeGreaterThanOrEqual(used - 1e-4);
  expect(billed).toBeGreaterThanOrEqual(billing.minimum);
  expect(billed).toBeLessThanOrEqual(Math.max(billing.minimum, used + billing.step) + 1e-9);
  if (billing.step > 0 && billed > billing.minimum)
    expect(billed / billing.step).toBeCloseTo(Math.round(billed / billing.step), 9);
});
