import { expect, test } from "vitest";
import type { Scenario } from "../../scenarios/scenario.ts";
import { nodeOf, observed, scenarioOf, scripted, tasksAt } from "./scenario-of.ts";

const still = { period: 0, lag: 0, window: 0 };
const minute = { ...still, window: 60 };
const over = (window: number) => {
  const sensor = { ...still, window };
  return { queues: sensor, groups: sensor, nodes: sensor, devices: sensor };
};
const needs = { cores: 2, warmUpCores: 1, memory: 10, gpus: 0, gpuMemory: 0, gpuUtilization: 0 };

/** Signals of the group at each check. */
const signals = (scenario: Scenario, policy?: Parameters<typeof observed>[1]) =>
  observed(scenario, policy).observations.map(({ groups }) => groups.worker?.signals);

test("latency is that of the tasks completed in its window, exactly, and absent when there is none", () => {
  // One replica: tasks at 0 take 4 s each, so their sojourns are 4, 8, 12, 16 and they are done at those times.
  const workload = [{ ...tasksAt([0], 4), count: 4 }] as Scenario["workload"];
  const group = { signals: { latencyP50: 10, latencyP95: 10, serviceTime: 10 } };
  const seen = signals(scenarioOf({ horizon: 30, workload, group })).map((one) => [
    one?.latencyP50,
    one?.latencyP95,
    one?.serviceTime,
  ]);
  // (0, 10] has 4 and 8; (10, 20] has 12 and 16; linear interpolation between the two.
  expect(seen).toEqual([
    [undefined, undefined, undefined],
    [6, 4 + 0.95 * 4, 4],
    [14, 12 + 0.95 * 4, 4],
    [undefined, undefined, undefined],
  ]);
});

test("each signal has its own window, and what nobody asked for is not measured", () => {
  const workload = [tasksAt([0, 12], 3)];
  const seen = signals(scenarioOf({ horizon: 20, workload, group: { signals: { latencyP50: 5, latencyP95: 60 } } }));
  expect(seen[2]).toMatchObject({ latencyP95: 3 });
  expect(seen[2]).not.toHaveProperty("latencyP50");
  expect(signals(scenarioOf({ horizon: 20, workload }))[2]).toEqual({ throughput: 0.1, errorRatio: 0 });
});

test("work cut short is an error, over all that ended in the window", () => {
  // Two tasks of 15 s; the second replica is told to leave at 10 and killed at 15, just when the first is done.
  const scenario = scenarioOf({
    horizon: 50,
    workload: [tasksAt([0, 0.5], 15)],
    group: { initial: { replicas: 2, phase: "ready" }, grace: 5, signals: { errorRatio: 100 } },
    queues: [{ name: "work", acknowledge: "before" }],
  });
  const policy = scripted(({ time }) => ({ worker: time < 10 ? 2 : 1 }));
  const ratios = (given: Scenario) => signals(given, policy).map((one) => one?.errorRatio);
  expect(ratios(scenario)).toEqual([undefined, undefined, 0.5, 0.5, 0.5, 0.5]);
  const { signals: _, ...plain } = scenario.groups[0] ?? {};
  const short = { ...scenario, groups: [plain], sensors: over(10) } as Scenario;
  expect(ratios(short)).toEqual([undefined, undefined, 0.5, undefined, undefined, undefined]);
});

test("episodes and checkpoints are counted by the hour, checkpoints for each ready replica", () => {
  const group = {
    initial: { replicas: 2, phase: "ready" as const },
    checkpointEvery: 2,
    signals: { episodeDuration: 3600, episodesPerHour: 3600, checkpointsPerHour: 3600 },
  };
  // Two replicas, five tasks each, 10 s apart: episodes of 4 s, checkpoints after the second and the fourth of each.
  const workload = [tasksAt([0, 0, 10, 10, 20, 20, 30, 30, 40, 40], 4)];
  const seen = signals(scenarioOf({ horizon: 100, workload, group })).at(-1);
  expect(seen).toMatchObject({ episodeDuration: 4, episodesPerHour: 360, checkpointsPerHour: (4 * 36) / 2 });
});

test("failed starts and dead replicas are counted by the hour, whatever they did", () => {
  const scenario = scenarioOf({
    horizon: 40,
    group: {
      initial: { replicas: 4, phase: "ready" },
      failures: { exit: 0, hang: 0, blackHole: 0, blackHoleTime: 1, prune: false, pruneAfter: 10 },
      warmUp: { kind: "constant", value: 1 },
      signals: { failuresPerHour: 20 },
    },
    faults: [
      { kind: "replicaCrash", group: "worker", count: 2, at: [5] },
      { kind: "startFailure", groups: ["worker"], how: "exit", at: [8] },
    ],
  });
  // A fifth replica, asked for at 10, ends within a second of it.
  const seen = signals(
    scenario,
    scripted(({ time }) => ({ worker: time < 10 ? 4 : 5 })),
  ).map((one) => one?.failuresPerHour);
  // Unknown before any time has passed; then 2 in 10 s, 3 in 20 s, and 1 in the 20 s before 30.
  expect(seen).toEqual([undefined, 720, 540, 180, 0]);
});

test("a checkpoint falls within a batch", () => {
  const group = {
    checkpointEvery: 2,
    signals: { checkpointsPerHour: 3600 },
    batch: { most: 3, linger: 1, waits: true, work: "longest" as const, slowdown: [1] },
  };
  const workload = [tasksAt([0, 0, 0], 4)];
  expect(signals(scenarioOf({ horizon: 10, workload, group })).at(-1)).toMatchObject({ checkpointsPerHour: 360 });
});

test("CPU use is what ready replicas get of the cores they need", () => {
  // Of two replicas one is busy from 2 to 8.
  const plant = {
    horizon: 10,
    nodes: [nodeOf()],
    group: { initial: { replicas: 2, phase: "ready" as const }, needs },
    workload: [tasksAt([2], 6)],
  };
  expect(signals(scenarioOf({ ...plant, sensors: over(10) }))[1]?.cpuUtilization).toBeCloseTo(0.3, 12);
  expect(signals(scenarioOf({ ...plant, sensors: over(0) }))[1]?.cpuUtilization).toBe(0);
  // On two cores both replicas together get half of what they ask for.
  const narrow = { ...plant, nodes: [nodeOf({ cores: 2 })], workload: [tasksAt([0, 0], 20)] };
  expect(signals(scenarioOf({ ...narrow, sensors: over(10) }))[1]?.cpuUtilization).toBeCloseTo(0.5, 12);
});

test("a replica tells how busy it was, its cores and its memory, over as much of the window as it was there", () => {
  const scenario = scenarioOf({
    horizon: 40,
    start: 1000,
    nodes: [nodeOf()],
    group: { needs: { ...needs, memoryPerTask: 3 }, warmUp: { kind: "constant", value: 5 } },
    workload: [tasksAt([0, 18], 22)],
    sensors: over(20),
  });
  const seen = observed(
    scenario,
    scripted(() => ({ worker: 2 })),
  ).observations.map(({ groups }) => groups.worker?.replicas[1]);
  expect(seen[0]).toBeUndefined();
  // Asked for at 0: one core for 5 of 10 s.
  expect(seen[1]).toMatchObject({
    phase: "ready",
    inService: 0,
    utilization: 0,
    signals: { cpu: 0.5, memory: 10 },
    requests: { cpu: 2, memory: 13 },
    measured: { time: 1010, window: 10 },
  });
  // Ready for 15 of the 20 s, busy for 2 of them.
  expect(seen[2]?.utilization).toBeCloseTo(2 / 15, 12);
  expect(seen[2]?.signals).toEqual({ cpu: (5 * 1 + 2 * 2) / 20, memory: 13 });
  expect(seen[3]).toMatchObject({ utilization: 12 / 20, signals: { cpu: 1.2, memory: 13 } });
  expect(seen[4]).toMatchObject({ utilization: 1, measured: { time: 1040, window: 20 } });
});

test("memory for tasks is kept free for them, and counts as used only while they are there", () => {
  const scenario = scenarioOf({
    horizon: 20,
    nodes: [nodeOf({ memory: 64, gpus: [{ memory: 40 }, { memory: 40 }] })],
    group: {
      initial: { replicas: 3, phase: "ready" },
      slots: { count: 2, speed: [1] },
      needs: { ...needs, memoryPerTask: 5, gpus: 1, gpuMemory: 10, gpuMemoryPerTask: 8, gpuUtilization: 0.5 },
    },
    workload: [tasksAt([2, 12, 12], 100)],
  });
  const { observations, measures } = observed(scenario);
  // Each may use 20 of 64 and 26 of 40: two replicas fit, one on each GPU.
  expect(observations[0]?.groups.worker?.replicas.map(({ phase }) => phase)).toEqual(["ready", "ready", "pending"]);
  expect(measures.nodes.node?.maxMemory).toBe(40);
  expect(observations.map(({ nodes }) => nodes.node?.memoryFree)).toEqual([44, 39, 29]);
  const free = ({ devices }: (typeof observations)[number]) => Object.values(devices).map((one) => one.memoryFree);
  expect(observations.map(free)).toEqual([
    [30, 30],
    [22, 30],
    [14, 22],
  ]);
  const group = observations[2]?.groups.worker;
  expect(group?.signals).toMatchObject({
    memoryUtilization: (20 + 15) / 2 / 20,
    gpuUtilization: 0.5,
    vramUtilization: 26 / 40,
  });
  expect(group?.replicas.map((one) => one.signals?.memory)).toEqual([20, 15, undefined]);
});

test("without memory for tasks its use says nothing, and is not given", () => {
  const scenario = scenarioOf({ horizon: 10, nodes: [nodeOf()], group: { needs } });
  expect(signals(scenario)[1]).toEqual({ throughput: 0, cpuUtilization: 0 });
});

test("global gauges are the tasks completed a second by all groups, and constants", () => {
  const scenario = scenarioOf({
    horizon: 60,
    check: { period: 60, phase: 0 },
    workload: [tasksAt([0, 5, 10], 1)],
    sensors: { ...over(0), groups: minute },
    signals: { carbonPrice: 0.25 },
  });
  expect(observed(scenario).observations.map((one) => one.signals)).toEqual([
    { carbonPrice: 0.25 },
    { throughput: 0.05, carbonPrice: 0.25 },
  ]);
});
