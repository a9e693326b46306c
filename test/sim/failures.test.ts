import { describe, expect, test } from "vitest";
import type { Failures } from "../../scenarios/scenario.ts";
import { groupOf, hold, nodeOf, observed, scenarioOf, scripted, tasksAt } from "./scenario-of.ts";

const never: Failures = { exit: 0, hang: 0, blackHole: 0, blackHoleTime: 0.01, prune: true, pruneAfter: 10 };
const empty = { initial: { replicas: 0, phase: "ready" } } as const;

describe("starts that fail", () => {
  test("one that exits has used part of its warm-up, is listed as failed, and another takes its place", () => {
    const scenario = scenarioOf({ horizon: 100, group: { ...empty, failures: { ...never, exit: 1 } } });
    const { measures, observations } = observed(
      scenario,
      scripted(() => ({ worker: 1 })),
    );
    const group = measures.groups.worker;
    const phases = new Set(observations.slice(1).map(({ groups }) => groups.worker?.replicas[0]?.phase));
    expect([...phases].sort()).toEqual(["failed", "warming"]);
    // Every one is listed ten seconds, in which nothing runs, before the next one starts.
    expect(group?.failedStarts).toBeGreaterThan(2);
    expect(group?.starts).toBe(1 + Math.round(((group?.meanReplicas.failed ?? 0) * 100) / 10));
    expect(group?.meanReplicas.ready).toBe(0);
    expect(group?.replicaHours).toBeCloseTo(((group?.meanReplicas.warming ?? 0) * 100) / 3600, 12);
  });

  test("without an owner that prunes, the dead one counts as desired for ever, and nothing replaces it", () => {
    const scenario = scenarioOf({ horizon: 200, group: { ...empty, failures: { ...never, exit: 1, prune: false } } });
    const { measures, observations } = observed(
      scenario,
      scripted(() => ({ worker: 2 })),
    );
    expect(measures.groups.worker).toMatchObject({ starts: 2, failedStarts: 2, crashed: 0 });
    expect(observations.at(-1)?.groups.worker).toMatchObject({
      desired: 2,
      replicas: [{ phase: "failed" }, { phase: "failed" }],
    });
  });

  test("what a dead one held is free, though its owner still lists the device", () => {
    const needs = { cores: 1, warmUpCores: 1, memory: 4, gpus: 1, gpuMemory: 30, gpuUtilization: 1 };
    const scenario = scenarioOf({
      horizon: 100,
      nodes: [nodeOf({ gpus: [{ memory: 40 }] })],
      group: { needs, initial: { replicas: 1, phase: "warming" }, failures: { ...never, exit: 1, prune: false } },
    });
    const last = observed(scenario).observations.at(-1);
    expect(last?.groups.worker?.replicas[0]).toMatchObject({ phase: "failed", devices: ["node/gpu0"] });
    expect(last?.devices["node/gpu0"]?.memoryFree).toBe(40);
    expect(last?.nodes.node).toMatchObject({ memoryFree: 64, cpuUtilization: 0 });
  });

  test("one that hangs warms up for ever", () => {
    const scenario = scenarioOf({ horizon: 100, group: { ...empty, failures: { ...never, hang: 1 } } });
    const { measures } = observed(
      scenario,
      scripted(() => ({ worker: 1 })),
    );
    expect(measures.groups.worker).toMatchObject({ hungStarts: 1, failedStarts: 0, meanReplicas: { warming: 1 } });
  });

  test("a black hole acknowledges everything and produces nothing, even where work is acknowledged after it", () => {
    const scenario = scenarioOf({
      horizon: 100,
      group: { initial: { replicas: 1, phase: "warming" }, failures: { ...never, blackHole: 1, blackHoleTime: 2 } },
      workload: [tasksAt([1, 2, 3, 50, 99], 40)],
    });
    const { measures } = observed(scenario);
    expect(measures.tasks).toMatchObject({ arrived: 5, completed: 0, lost: 4, unfinished: 1, redelivered: 0 });
    expect(measures.groups.worker).toMatchObject({ blackHoles: 1, swallowed: 4 });
    expect(measures.groups.worker?.meanReplicas.busy).toBeCloseTo((4 * 2 + 1) / 100, 12);
  });

  test("a black hole outruns its healthy neighbor", () => {
    const scenario = scenarioOf({
      horizon: 100,
      groups: [
        groupOf(),
        groupOf({ name: "hole", initial: { replicas: 1, phase: "warming" }, failures: { ...never, blackHole: 1 } }),
      ],
      workload: [tasksAt([40, 40, 40, 40, 40, 40], 30)],
    });
    expect(observed(scenario).measures.tasks).toMatchObject({ completed: 1, lost: 5 });
  });

  test("which starts fail depends on their number alone", () => {
    const fates = (warmUp: number, crash: boolean) => {
      const scenario = scenarioOf({
        horizon: 400,
        group: {
          warmUp: { kind: "constant", value: warmUp },
          initial: { replicas: 30, phase: "warming" },
          failures: {
            ...never,
            exit: 0.5,
            prune: false,
            ...(crash ? { crash: { kind: "exponential", mean: 50 } as const } : {}),
          },
        },
      });
      return observed(scenario)
        .observations.find(({ time }) => time >= warmUp)
        ?.groups.worker?.replicas.filter(({ phase, since, started }) => phase === "failed" && since !== started)
        .map(({ id }) => id);
    };
    expect(fates(10, false)?.length).toBeGreaterThan(5);
    expect(fates(10, true)).toEqual(fates(10, false));
    expect(fates(200, false)).toEqual(fates(10, false));
  });
});

describe("replicas that die", () => {
  const crash = { kind: "constant", value: 30 } as const;

  test.each([
    ["after", { redelivered: 1, lost: 0, completed: 1 }],
    ["before", { redelivered: 0, lost: 1, completed: 0 }],
  ] as const)("their work, acknowledged %s it, goes the way of its queue", (acknowledge, tasks) => {
    const scenario = scenarioOf({
      horizon: 99,
      queues: [{ name: "work", acknowledge }],
      group: { failures: { ...never, crash } },
      workload: [tasksAt([20], 15)],
    });
    const { measures } = observed(scenario);
    // Dies at 30; dropped at 40, the next one is ready at 70 and does the work until 85.
    expect(measures.tasks).toMatchObject(tasks);
    expect(measures.groups.worker).toMatchObject({ crashed: 1, starts: 1, killed: 0 });
    if (acknowledge === "after") expect(measures.tasks.sojourn?.max).toBe(65);
  });

  test("a draining one that dies is gone", () => {
    const scenario = scenarioOf({
      horizon: 100,
      group: { grace: 1000, failures: { ...never, crash } },
      workload: [tasksAt([20], 90)],
    });
    const { measures, observations } = observed(
      scenario,
      scripted(({ time }): Record<string, number> => (time === 20 ? { worker: 0 } : {})),
    );
    expect(measures.groups.worker).toMatchObject({ crashed: 1, starts: 0 });
    expect(observations[4]?.groups.worker?.replicas).toEqual([]);
    expect(measures.tasks).toMatchObject({ redelivered: 1, unfinished: 1 });
  });

  test("scaling down lets the dead go first", () => {
    const scenario = scenarioOf({
      horizon: 40,
      groups: [
        groupOf({ initial: { replicas: 3, phase: "ready" } }),
        groupOf({ name: "mortal", failures: { ...never, crash: { kind: "constant", value: 5 }, prune: false } }),
      ],
    });
    const { observations } = observed(
      scenario,
      scripted(({ time }): Record<string, number> => (time === 10 ? { mortal: 2 } : time === 20 ? { mortal: 1 } : {})),
    );
    expect(observations[2]?.groups.mortal?.replicas.map(({ phase }) => phase)).toEqual(["failed", "warming"]);
    expect(observations[3]?.groups.mortal?.replicas.map(({ id }) => id)).toEqual(["mortal-2"]);
  });
});

describe("health", () => {
  test("a replica serves only after its check has passed", () => {
    const health = { delay: 7, failure: 0 };
    const scenario = scenarioOf({
      horizon: 100,
      group: { initial: { replicas: 1, phase: "warming" }, health },
      workload: [tasksAt([1], 5)],
    });
    expect(observed(scenario).measures.tasks.wait?.max).toBe(36); // 30 of warm-up and 7, the task came at 1
  });

  test("a check that always fails never lets it serve, but its warm-up is over", () => {
    const needs = { cores: 0, warmUpCores: 4, memory: 0, gpus: 0, gpuMemory: 0, gpuUtilization: 0 };
    const scenario = scenarioOf({
      horizon: 100,
      nodes: [nodeOf()],
      group: { initial: { replicas: 1, phase: "warming" }, health: { delay: 10, failure: 1 }, needs },
    });
    const { measures } = observed(scenario);
    expect(measures.groups.worker?.meanReplicas).toMatchObject({ warming: 1, ready: 0 });
    expect(measures.nodes.node?.cpuUtilization).toBeCloseTo((4 / 8) * 0.3, 12);
  });

  test("so many failed checks in a row end a start, and its owner begins another", () => {
    const scenario = scenarioOf({
      horizon: 99,
      group: { initial: { replicas: 1, phase: "warming" }, health: { delay: 5, failure: 1, attempts: 3 } },
    });
    const { observations, measures } = observed(scenario);
    // Warm at 30, checked at 35, 40 and 45, listed for ten seconds more; the next one is warm at 85 and fails at 100.
    expect(observations.map(({ groups }) => groups.worker?.replicas[0]?.phase)).toEqual([
      ...Array(5).fill("warming"),
      "failed",
      ...Array(4).fill("warming"),
    ]);
    expect(measures.groups.worker).toMatchObject({ failedStarts: 1, starts: 1 });
    const patient = observed(
      scenarioOf({
        horizon: 100,
        group: { initial: { replicas: 1, phase: "warming" }, health: { delay: 5, failure: 1 } },
      }),
    );
    expect(patient.measures.groups.worker).toMatchObject({ starts: 0 });
  });

  test("an unhealthy replica finishes its task, takes no other, and serves again when it is healthy", () => {
    const scenario = scenarioOf({
      horizon: 100,
      group: {
        health: {
          delay: 0,
          failure: 0,
          unhealthy: { every: { kind: "constant", value: 25 }, for: { kind: "constant", value: 20 } },
        },
      },
      workload: [tasksAt([10, 12], 20)],
    });
    const { measures, observations } = observed(scenario);
    // Unhealthy from 25 to 45 and from 70 to 90: the first task is done at 30, the second begins at 45.
    expect(measures.tasks).toMatchObject({ completed: 2 });
    expect(measures.tasks.wait?.max).toBe(33);
    expect(measures.groups.worker?.meanReplicas).toMatchObject({ unhealthy: 0.4, ready: 0.6, busy: 0.4 });
    expect(observations[3]?.groups.worker?.replicas[0]).toMatchObject({ phase: "unhealthy", since: 25, inService: 0 });
    expect(observations[3]?.queues.work).toMatchObject({ consumers: 0, waiting: 1 });
  });
});

describe("the stopping sequence", () => {
  const stop = { unroute: 5, drain: 10, checkpoint: 20 };
  const leaveAt = (moment: number) =>
    scripted(({ time }): Record<string, number> => (time === moment ? { worker: 0 } : {}));
  const needs = { cores: 0, warmUpCores: 0, memory: 10, gpus: 0, gpuMemory: 0, gpuUtilization: 0 };

  test("an idle replica is a consumer while it is unrouted, and holds its memory until it has saved its state", () => {
    const scenario = scenarioOf({
      horizon: 100,
      check: { period: 1, phase: 0 },
      nodes: [nodeOf()],
      group: { stop, needs },
      workload: [tasksAt([12], 5)],
    });
    const { observations, measures } = observed(scenario, leaveAt(10));
    const at = (time: number) => observations[time];
    expect([10, 14, 16].map((time) => at(time)?.queues.work?.consumers)).toEqual([1, 1, 0]);
    expect(at(11)?.groups.worker).toMatchObject({ desired: 0, replicas: [{ phase: "draining", since: 10 }] });
    expect([44, 46].map((time) => at(time)?.nodes.node?.memoryFree)).toEqual([54, 64]); // 10 + 5 + 10 + 20 = 45
    expect(measures.tasks).toMatchObject({ completed: 0, unfinished: 1 });
  });

  test.each([
    [8, 45, 0], // done while its connections close
    [20, 50, 0], // done five seconds into the grace time, at 30
    [60, 45, 1], // killed at the end of the grace time, 25 + 20: it saves nothing
  ])("a task of %i s that began with the stop: gone at %i", (work, gone, killed) => {
    const scenario = scenarioOf({
      horizon: 100,
      nodes: [nodeOf()],
      group: { stop, needs },
      workload: [tasksAt([10], work)],
    });
    const { measures } = observed(scenario, leaveAt(10));
    expect(measures.groups.worker).toMatchObject({ killed });
    expect(measures.groups.worker?.replicaHours).toBeCloseTo(gone / 3600, 12);
  });

  test("a warming replica that cannot be interrupted is killed after the grace time", () => {
    const group = { initial: { replicas: 1, phase: "warming" }, cancel: "after-grace" } as const;
    const stubborn = observed(scenarioOf({ horizon: 100, group: { ...group, grace: 15 } }), leaveAt(10));
    expect(stubborn.observations[2]?.groups.worker?.replicas[0]).toMatchObject({ phase: "draining", since: 10 });
    expect(stubborn.measures.groups.worker).toMatchObject({ killed: 1, cancelled: 1, replicaHours: 25 / 3600 });
  });

  test("if it has warmed up before that, it leaves by itself", () => {
    const group = { initial: { replicas: 1, phase: "warming" }, cancel: "after-grace", grace: 60 } as const;
    const { measures } = observed(scenarioOf({ horizon: 100, group }), leaveAt(10));
    expect(measures.groups.worker).toMatchObject({ killed: 0, cancelled: 1, replicaHours: 30 / 3600 });
  });
});

test("what is not used is not in the result", () => {
  const { measures, detail } = observed(scenarioOf({ horizon: 10 }), hold);
  expect(Object.keys(measures.groups.worker ?? {})).not.toContain("crashed");
  expect(Object.keys(measures.tasks)).not.toContain("purged");
  expect(Object.keys(detail)).not.toContain("faults");
  expect(Object.keys(detail.series.columns)).not.toContain("group/worker/failed");
});
