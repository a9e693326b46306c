import { describe, expect, test } from "vitest";
import { groupOf, hold, nodeOf, observed, poisson, scenarioOf, scripted, tasksAt } from "./scenario-of.ts";

/** Desired counts from moments on: `{ 0: 1, 20: 3 }`. */
const plan = (counts: Readonly<Record<number, number>>, group = "worker") =>
  scripted(({ time }) => {
    const due = Object.keys(counts).filter((at) => Number(at) <= time);
    const last = due.at(-1);
    return last === undefined ? {} : { [group]: counts[Number(last)] ?? 0 };
  });

describe("starting", () => {
  test("a replica serves only when it is warm", () => {
    const scenario = scenarioOf({
      horizon: 100,
      group: { initial: { replicas: 0, phase: "ready" } },
      workload: [tasksAt([1], 5)],
    });
    const { measures, observations } = observed(scenario, plan({ 10: 1 }));
    expect(measures.tasks.wait?.max).toBe(39); // asked for at 10, ready at 40, the task came at 1
    expect(measures.groups.worker?.meanReplicas).toMatchObject({ warming: 0.3, ready: 0.6, busy: 0.05 });
    const phases = observations.map(({ groups }) => groups.worker?.replicas[0]?.phase);
    expect(phases.slice(0, 6)).toEqual([undefined, undefined, "warming", "warming", "ready", "ready"]);
  });

  test("initial replicas may have to warm up", () => {
    const scenario = scenarioOf({
      horizon: 100,
      group: { initial: { replicas: 2, phase: "warming" } },
      workload: [tasksAt([1], 5)],
    });
    expect(observed(scenario).measures.tasks.wait?.max).toBe(29);
  });

  test("a start that is no longer wanted is cancelled and costs until then", () => {
    const scenario = scenarioOf({ horizon: 100, group: { pricePerHour: 3600 } });
    const { measures } = observed(scenario, plan({ 10: 2, 30: 1 }));
    expect(measures.groups.worker).toMatchObject({ starts: 1, cancelled: 1, scaleUps: 1, scaleDowns: 1, reversals: 1 });
    expect(measures.cost).toMatchObject({ total: 120, warming: 20, busy: 0, idle: 100 });
  });

  test("asking for what is already desired does nothing", () => {
    const scenario = scenarioOf({ horizon: 100 });
    const { measures, observations } = observed(
      scenario,
      scripted(() => ({ worker: 1 })),
    );
    expect(measures.groups.worker).toMatchObject({ starts: 0, scaleUps: 0, scaleDowns: 0 });
    expect(observations.every(({ groups }) => groups.worker?.desired === 1)).toBe(true);
  });
});

describe("stopping", () => {
  test("a busy replica finishes its task within the grace time", () => {
    const scenario = scenarioOf({ horizon: 100, workload: [tasksAt([5], 20)] });
    const { measures, observations } = observed(scenario, plan({ 10: 0 }));
    expect(measures.tasks).toMatchObject({ completed: 1, redelivered: 0 });
    expect(measures.groups.worker).toMatchObject({ killed: 0 });
    expect(observations[2]?.groups.worker?.replicas[0]).toMatchObject({ phase: "draining", since: 10, inService: 1 });
    expect(observations[3]?.groups.worker?.replicas).toEqual([]);
  });

  test("after the grace time it is killed, and its work goes back to its old place", () => {
    const scenario = scenarioOf({ horizon: 200, workload: [tasksAt([5], 50), tasksAt([6, 7], 50)] });
    const { measures } = observed(scenario, plan({ 10: 0, 60: 1 }));
    // Killed at 30; the new replica is ready at 90 and serves the killed task first: it is done at 140.
    expect(measures.groups.worker).toMatchObject({ killed: 1, killedWork: 25 / 3600 });
    expect(measures.tasks).toMatchObject({ redelivered: 1, lost: 0, completed: 2, unfinished: 1 });
    expect(measures.tasks.sojourn?.p50).toBe(190 - 6);
    expect(measures.tasks.wait?.p50).toBe(140 - 6);
  });

  test("where work is acknowledged before it is done, the kill loses it", () => {
    const scenario = scenarioOf({
      horizon: 100,
      queues: [{ name: "work", acknowledge: "before" }],
      workload: [tasksAt([5], 50)],
    });
    expect(observed(scenario, plan({ 10: 0 })).measures.tasks).toMatchObject({
      lost: 1,
      redelivered: 0,
      unfinished: 0,
    });
  });

  test.each([
    ["idle-first", "worker-2"],
    ["oldest", "worker-1"],
    ["newest", "worker-3"],
  ] as const)("with release %s, %s leaves", (release, leaver) => {
    // Replica 1 serves the first task, 3 the third; 2 is idle again at 9.
    const scenario = scenarioOf({
      horizon: 30,
      group: { release, initial: { replicas: 3, phase: "ready" } },
      workload: [tasksAt([1], 100), tasksAt([2], 7), tasksAt([3], 100)],
    });
    const { observations } = observed(scenario, plan({ 10: 2 }));
    const standing = observations[2]?.groups.worker?.replicas.filter(({ phase }) => phase !== "draining");
    expect(["worker-1", "worker-2", "worker-3"].filter((id) => !standing?.some((one) => one.id === id))).toEqual([
      leaver,
    ]);
  });

  test("whom the action names leaves first", () => {
    const scenario = scenarioOf({ horizon: 30, group: { initial: { replicas: 3, phase: "ready" } } });
    const policy = scripted(() => ({ worker: 1 }));
    const naming = {
      ...policy,
      decide: () => ({
        decisions: [
          {
            subject: "worker",
            action: {
              kind: "scale" as const,
              group: "worker",
              desired: 1,
              release: ["worker-3", "worker-1", "worker-2"],
            },
            because: [{ code: "scripted", facts: {} }] as const,
          },
        ],
        memory: null,
      }),
    };
    const { observations } = observed(scenario, naming);
    expect(observations[1]?.groups.worker?.replicas.map(({ id }) => id)).toEqual(["worker-2"]);
  });
});

describe("dispatch", () => {
  test.each([
    ["longest-idle", [10, 15]],
    ["newest-idle", [20, 5]],
  ] as const)("%s", (dispatch, busy) => {
    const scenario = scenarioOf({
      horizon: 100,
      nodes: [nodeOf({ name: "left", cores: 1, memory: 1 }), nodeOf({ name: "right", cores: 1, memory: 1 })],
      group: {
        dispatch,
        initial: { replicas: 2, phase: "ready" },
        needs: { cores: 1, warmUpCores: 0, memory: 1, gpus: 0, gpuMemory: 0, gpuUtilization: 0 },
      },
      workload: [tasksAt([1], 10), tasksAt([2], 5), tasksAt([20], 10)],
    });
    const { nodes } = observed(scenario).measures;
    const seconds = Object.values(nodes).map(({ cpuUtilization }) => Math.round(cpuUtilization * 100));
    expect([...seconds].sort()).toEqual([...busy].sort());
  });

  test("a group that serves two queues takes the task that came first", () => {
    const scenario = scenarioOf({
      horizon: 100,
      queues: [
        { name: "work", acknowledge: "after" },
        { name: "other", acknowledge: "after" },
      ],
      group: { serves: ["work", "other"] },
      workload: [tasksAt([1, 3], 10), tasksAt([2], 10, "other")],
    });
    const { queues } = observed(scenario).measures;
    expect([queues.other?.wait?.max, queues.work?.wait?.max]).toEqual([9, 18]);
  });

  test("two groups may serve one queue", () => {
    const scenario = scenarioOf({
      horizon: 100,
      groups: [groupOf(), groupOf({ name: "helper" })],
      workload: [tasksAt([1, 2], 30)],
    });
    expect(observed(scenario).measures.tasks.wait?.max).toBe(0);
  });
});

describe("placement", () => {
  const needs = { cores: 1, warmUpCores: 1, memory: 1, gpus: 1, gpuMemory: 33, gpuUtilization: 0.9 };
  const gpus = [{ memory: 40 }, { memory: 80 }, { memory: 40 }];

  test.each([
    ["most-free", ["node/gpu1", "node/gpu1", "node/gpu0", "node/gpu2"]],
    ["first-fit", ["node/gpu0", "node/gpu1", "node/gpu1", "node/gpu2"]],
    ["best-fit", ["node/gpu0", "node/gpu2", "node/gpu1", "node/gpu1"]],
  ] as const)("%s", (placement, places) => {
    const scenario = scenarioOf({
      horizon: 10,
      nodes: [nodeOf({ gpus })],
      group: { placement, needs, initial: { replicas: 4, phase: "ready" } },
    });
    const { observations } = observed(scenario);
    expect(observations[0]?.groups.worker?.replicas.map(({ devices }) => devices?.[0])).toEqual(places);
  });

  test("what finds no room is pending until some is free", () => {
    const scenario = scenarioOf({
      horizon: 100,
      nodes: [nodeOf({ gpus: [{ memory: 40 }] })],
      groups: [groupOf({ needs }), groupOf({ name: "second", needs, initial: { replicas: 0, phase: "ready" } })],
    });
    const both = scripted(
      ({ time }): Record<string, number> => (time === 20 ? { second: 1 } : time === 50 ? { worker: 0 } : {}),
    );
    const { observations, measures } = observed(scenario, both);
    const phases = observations.map(({ groups }) => groups.second?.replicas[0]?.phase);
    expect(phases).toEqual([
      undefined,
      undefined,
      undefined,
      "pending",
      "pending",
      "pending",
      "warming",
      "warming",
      "ready",
      "ready",
      "ready",
    ]);
    expect(measures.groups.second?.meanReplicas.pending).toBeCloseTo(0.3);
    expect(measures.devices["node/gpu0"]).toMatchObject({ maxMemory: 33, memory: 40 });
  });

  test("a replica on two GPUs holds both, on one node", () => {
    const scenario = scenarioOf({
      horizon: 10,
      nodes: [
        nodeOf({ name: "small", gpus: [{ memory: 40 }] }),
        nodeOf({ name: "large", gpus: [{ memory: 40 }, { memory: 40 }] }),
      ],
      group: { needs: { ...needs, gpus: 2 } },
    });
    expect(observed(scenario).observations[0]?.groups.worker?.replicas[0]).toMatchObject({
      node: "large",
      devices: ["large/gpu0", "large/gpu1"],
    });
  });

  test("CPU, GPU and load follow the work", () => {
    const scenario = scenarioOf({
      horizon: 600,
      nodes: [nodeOf({ cores: 2, gpus: [{ memory: 40 }] })],
      group: { needs },
      workload: [tasksAt([0], 600)],
    });
    const { observations } = observed(scenario, hold);
    expect(observations[1]?.nodes.node).toMatchObject({
      cores: 2,
      cpuUtilization: 0.5,
      memoryFree: 63,
      memoryTotal: 64,
    });
    expect(observations[1]?.devices["node/gpu0"]).toEqual({
      node: "node",
      index: 0,
      memoryTotal: 40,
      memoryFree: 7,
      utilization: 0.9,
    });
    expect(observations[6]?.nodes.node?.loadPerCore).toBeCloseTo(0.5 * (1 - Math.exp(-1)), 10);
  });
});

test("a saturated node is fully used, never more", () => {
  const scenario = scenarioOf({
    horizon: 1000,
    nodes: [nodeOf({ cores: 2 })],
    group: {
      initial: { replicas: 4, phase: "ready" },
      needs: { cores: 1, warmUpCores: 0, memory: 0, gpus: 0, gpuMemory: 0, gpuUtilization: 0 },
    },
    workload: [poisson(10, 1)],
  });
  const { observations } = observed(scenario);
  expect(Math.max(...observations.map(({ nodes }) => nodes.node?.cpuUtilization ?? 0))).toBe(1);
  expect(observations.at(-1)?.nodes.node?.loadPerCore).toBeGreaterThan(1.5);
});

test("a replica that idles goes on at once with the task of one that is killed", () => {
  const scenario = scenarioOf({
    horizon: 150,
    group: { initial: { replicas: 2, phase: "ready" }, release: "oldest", grace: 20 },
    workload: [tasksAt([0], 100), tasksAt([1], 15)],
  });
  const { measures } = observed(
    scenario,
    scripted(({ time }) => ({ worker: time < 10 ? 2 : 1 })),
  );
  // Killed at 30, begun anew then, done at 130.
  expect(measures.tasks).toMatchObject({ redelivered: 1, completed: 2, sojourn: { max: 130 } });
});
