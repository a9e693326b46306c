import { expect, test } from "vitest";
import type { Sensors } from "../../scenarios/scenario.ts";
import { nodeOf, observed, scenarioOf, scripted, tasksAt } from "./scenario-of.ts";

const still = { period: 0, lag: 0, window: 0 };
const sensors = (change: Partial<Sensors>): Sensors => ({
  queues: still,
  groups: still,
  nodes: still,
  devices: still,
  ...change,
});
// One replica, busy from 1 to 101 with the first of three tasks.
const workload = [tasksAt([1, 12, 14], 100)];

test("without period and lag the policy sees the plant as it is", () => {
  const { observations } = observed(scenarioOf({ horizon: 30, workload }));
  expect(observations.map(({ time, queues }) => [time, queues.work?.waiting, queues.work?.inService])).toEqual([
    [0, 0, 0],
    [10, 0, 1],
    [20, 2, 1],
    [30, 2, 1],
  ]);
  expect(observations[2]?.queues.work).toEqual({
    waiting: 2,
    inService: 1,
    oldestWait: 8,
    arrivalRate: 0.2,
    deliveryRate: 0,
    consumers: 1,
  });
});

test("a lag shows the past, and nothing before there is one", () => {
  const scenario = scenarioOf({ horizon: 30, workload, sensors: sensors({ queues: { ...still, lag: 10 } }) });
  const { observations } = observed(scenario);
  expect(observations.map(({ queues }) => queues.work?.waiting)).toEqual([undefined, 0, 0, 2]);
  expect(observations[0]?.queues).toEqual({ work: {} });
});

test("a sensor with its own period shows its last reading", () => {
  const scenario = scenarioOf({ horizon: 30, workload, sensors: sensors({ queues: { ...still, period: 13 } }) });
  expect(observed(scenario).observations.map(({ queues }) => queues.work?.waiting)).toEqual([0, 0, 1, 2]);
});

test("utilization over a window is an average, without one the state of the moment", () => {
  const plant = {
    horizon: 30,
    nodes: [nodeOf({ cores: 2, gpus: [{ memory: 40 }] })],
    group: { needs: { cores: 1, warmUpCores: 0, memory: 0, gpus: 1, gpuMemory: 1, gpuUtilization: 0.8 } },
    workload: [tasksAt([5], 10)],
  };
  const cpu = (given: Partial<Sensors>) =>
    observed(scenarioOf({ ...plant, sensors: sensors(given) })).observations.map(
      ({ nodes }) => nodes.node?.cpuUtilization,
    );
  expect(cpu({})).toEqual([0, 0.5, 0, 0]);
  expect(cpu({ nodes: { ...still, window: 10 } })).toEqual([0, 0.25, 0.25, 0]);
  expect(cpu({ nodes: { ...still, window: 4 } })).toEqual([0, 0.5, 0, 0]);
  const gpu = observed(scenarioOf({ ...plant, sensors: sensors({ devices: { ...still, window: 8 } }) })).observations;
  expect(gpu[1]?.devices["node/gpu0"]?.utilization).toBeCloseTo((0.8 * 5) / 8, 12);
});

test("a replica just started is listed at once, with its place; what must be measured of it comes later", () => {
  const scenario = scenarioOf({
    horizon: 30,
    nodes: [nodeOf()],
    sensors: sensors({ groups: { ...still, lag: 15 } }),
  });
  const { observations } = observed(
    scenario,
    scripted(() => ({ worker: 2 })),
  );
  const second = observations.map(({ groups }) => groups.worker?.replicas[1]);
  expect(second.slice(0, 2)).toEqual([
    undefined,
    { id: "worker-2", phase: "warming", since: 0, started: 0, node: "node", devices: [] },
  ]);
  expect(second[3]).toMatchObject({ phase: "ready", inService: 0 });
});

test("times are counted from the scenario's date", () => {
  const { observations } = observed(scenarioOf({ horizon: 10, start: 1_000_000, workload }));
  expect(observations.map(({ time }) => time)).toEqual([1_000_000, 1_000_010]);
  expect(observations[0]?.groups.worker?.replicas[0]?.started).toBe(1_000_000);
});

test("a policy that asks to be woken is stepped then, and at every regular check", () => {
  const policy = scripted(() => ({}));
  const waking = {
    ...policy,
    decide: (observation: Parameters<typeof policy.decide>[0]) => ({
      decisions: [],
      memory: null,
      ...(observation.time < 10 ? { wake: observation.time + 4 } : {}),
    }),
  };
  const { observations, measures } = observed(scenarioOf({ horizon: 30, start: 0, workload }), waking);
  expect(observations.map(({ time }) => time)).toEqual([0, 4, 8, 10, 20, 30]);
  expect(measures.decisions).toBe(6);
});
