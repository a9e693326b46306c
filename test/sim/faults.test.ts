import { describe, expect, test } from "vitest";
import type { FaultSpec, GroupSpec } from "../../scenarios/scenario.ts";
import { groupOf, hold, nodeOf, observed, poisson, scenarioOf, scripted, tasksAt } from "./scenario-of.ts";

const constant = (value: number) => ({ kind: "constant", value }) as const;
const needs = { cores: 1, warmUpCores: 1, memory: 10, gpus: 0, gpuMemory: 0, gpuUtilization: 0 };

describe("node loss", () => {
  const nodes = [nodeOf({ name: "left", memory: 20, cores: 2 }), nodeOf({ name: "right", memory: 20, cores: 2 })];
  const faults: FaultSpec[] = [{ kind: "nodeLoss", node: "left", at: [20], for: constant(45) }];

  test("ends its replicas; others take their place where there is room, and on the node when it is back", () => {
    const scenario = scenarioOf({
      horizon: 100,
      nodes,
      group: { needs, initial: { replicas: 3, phase: "ready" } },
      faults,
      workload: [tasksAt([15], 40)],
    });
    const { measures, observations, detail } = observed(scenario);
    const seen = (time: number) =>
      observations[time / 10]?.groups.worker?.replicas.map(({ phase, node }) => [phase, node]);
    expect(seen(10)).toEqual([
      ["ready", "left"],
      ["ready", "right"],
      ["ready", "left"],
    ]);
    // The event comes before the check of the same instant.
    expect(seen(20)).toEqual([
      ["failed", "left"],
      ["ready", "right"],
      ["failed", "left"],
    ]);
    expect(seen(30)).toEqual([
      ["ready", "right"],
      ["warming", "right"],
      ["pending", undefined],
    ]);
    expect(seen(70)).toEqual([
      ["ready", "right"],
      ["ready", "right"],
      ["warming", "left"],
    ]);
    expect(measures.groups.worker).toMatchObject({ crashed: 2, starts: 2 });
    // The task was begun on the left at 15, and again on the right at 20.
    expect(measures.tasks).toMatchObject({ redelivered: 1, completed: 1 });
    expect(measures.tasks.sojourn?.max).toBe(45);
    expect(detail.faults).toEqual([{ time: 20, until: 65, kind: "nodeLoss", subject: "left" }]);
  });

  test("without a name it concerns one of the nodes that are there, by a stream of its own", () => {
    const fault = { kind: "nodeLoss", at: [20, 30], for: constant(45) } as const;
    const subjects = (seed: number, other: FaultSpec[] = []) =>
      observed(scenarioOf({ horizon: 100, nodes, faults: [...other, fault] }), hold, seed)
        .detail.faults?.filter(({ kind }) => kind === "nodeLoss")
        .map(({ subject }) => subject);
    const all = Array.from({ length: 20 }, (_, seed) => subjects(seed + 1));
    // The second loss never takes the node that is gone already.
    expect(new Set(all.map((each) => each?.join()))).toEqual(new Set(["left,right", "right,left"]));
    const crash: FaultSpec = { kind: "replicaCrash", group: "worker", count: 1, at: [10] };
    expect(subjects(7, [crash])).toEqual(subjects(7));
  });

  test("hides the node and its GPUs while it lasts, and ends what others do there", () => {
    const gpus = [{ memory: 40 }];
    const background = [{ at: 0, cores: 1, memory: 5, gpus: [] }];
    const scenario = scenarioOf({
      horizon: 100,
      nodes: [nodeOf({ name: "left", cores: 2, gpus, background }), nodeOf({ name: "right", gpus })],
      group: { initial: { replicas: 0, phase: "ready" } },
      faults,
    });
    const { observations, measures } = observed(scenario);
    expect(observations[2]?.nodes.left).toEqual({ cores: 2 });
    expect(observations[2]?.devices["left/gpu0"]).toEqual({ node: "left", index: 0 });
    expect(observations[2]?.nodes.right?.memoryFree).toBe(64);
    expect(observations[7]?.nodes.left?.memoryFree).toBe(59);
    expect(measures.nodes.left?.cpuUtilization).toBeCloseTo(0.5 * 0.55, 12);
  });
});

test("a crash ends as many replicas as it says", () => {
  const scenario = scenarioOf({
    horizon: 100,
    group: { initial: { replicas: 4, phase: "ready" } },
    faults: [{ kind: "replicaCrash", group: "worker", count: 3, at: [20, 25] }],
  });
  const { measures, observations, detail } = observed(scenario);
  expect(observations[2]?.groups.worker?.replicas.filter(({ phase }) => phase === "failed").length).toBe(3);
  expect(measures.groups.worker).toMatchObject({ crashed: 4, starts: 4, meanReplicas: { failed: 0.4, warming: 1.2 } });
  expect(detail.faults).toEqual([20, 25].map((time) => ({ time, kind: "replicaCrash", subject: "worker" })));
});

describe("an outage of the broker", () => {
  const outage = { kind: "brokerOutage", queues: ["work"], at: [15], for: constant(20) } as const;

  test("takes the readings of queues away, and deliveries go on", () => {
    const scenario = scenarioOf({
      horizon: 100,
      faults: [{ ...outage, deliveries: "continue" }],
      workload: [tasksAt([20], 5)],
    });
    const { observations, measures } = observed(scenario);
    expect(observations.slice(1, 5).map(({ queues }) => queues.work?.waiting)).toEqual([0, undefined, undefined, 0]);
    expect(observations[2]?.queues).toEqual({ work: {} });
    expect(observations[2]?.groups.worker?.replicas[0]?.inService).toBe(1);
    expect(measures.tasks.wait?.max).toBe(0);
  });

  test("may stop deliveries; what is in service is finished", () => {
    const scenario = scenarioOf({
      horizon: 100,
      group: { initial: { replicas: 2, phase: "ready" } },
      faults: [{ ...outage, deliveries: "stop" }],
      workload: [tasksAt([10], 10), tasksAt([22, 23, 41], 5)],
    });
    const { measures } = observed(scenario);
    expect(measures.tasks).toMatchObject({ completed: 4, waitedAtAll: 2 });
    expect(measures.tasks.wait?.max).toBe(13);
    expect(measures.tasks.sojourn?.max).toBe(18);
  });

  test("may stop deliveries of one queue of two; who serves both is busy with the other", () => {
    const names = ["work", "other"];
    const scenario = scenarioOf({
      horizon: 100,
      queues: names.map((name) => ({ name, acknowledge: "after" })),
      group: { serves: names, initial: { replicas: 2, phase: "ready" } },
      faults: [{ ...outage, queues: ["other"], deliveries: "stop" }],
      workload: [tasksAt([22], 10), tasksAt([30], 5, "other")],
    });
    const { groups, tasks } = observed(scenario).measures;
    expect(tasks).toMatchObject({ completed: 2, meanInService: 0.15 });
    expect(groups.worker?.meanReplicas.busy).toBe(0.15);
  });

  test("of two that overlap, the last to end ends it", () => {
    const scenario = scenarioOf({
      horizon: 100,
      faults: [
        { ...outage, deliveries: "stop" },
        { ...outage, deliveries: "stop", at: [20], for: constant(30) },
      ],
      workload: [tasksAt([20], 5)],
    });
    expect(observed(scenario).measures.tasks.wait?.max).toBe(30);
  });
});

test("an outage of sensors takes just those readings away, as late as they are seen", () => {
  const lagging = { period: 0, lag: 0, window: 0 };
  const scenario = scenarioOf({
    horizon: 100,
    nodes: [nodeOf({ gpus: [{ memory: 40 }] })],
    sensors: { queues: lagging, groups: lagging, nodes: { period: 10, lag: 10, window: 0 }, devices: lagging },
    faults: [
      { kind: "sensorOutage", of: "nodes", names: ["node"], at: [15], for: constant(10) },
      { kind: "sensorOutage", of: "groups", names: ["worker"], at: [35], for: constant(10) },
      { kind: "sensorOutage", of: "devices", names: ["node/gpu0"], at: [55], for: constant(10) },
    ],
  });
  const { observations } = observed(scenario);
  const missing = (known: (observation: (typeof observations)[number]) => unknown) =>
    observations.filter((observation) => known(observation) === undefined).map(({ time }) => time);
  expect(missing(({ nodes }) => nodes.node?.memoryFree)).toEqual([0, 30]);
  expect(missing(({ groups }) => groups.worker?.replicas[0]?.inService)).toEqual([40]);
  expect(missing(({ devices }) => devices["node/gpu0"]?.utilization)).toEqual([60]);
  expect(observations[4]?.groups.worker).toMatchObject({ desired: 1, replicas: [{ phase: "ready" }] });
});

describe("an actuator", () => {
  const desiredOver = (faults: FaultSpec[]) =>
    observed(
      scenarioOf({ horizon: 70, faults }),
      scripted(({ time }): Record<string, number> => (time >= 10 ? { worker: 3 } : {})),
    ).observations.map(({ groups }) => groups.worker?.desired);

  test("that refuses leaves the desired count as it is", () => {
    expect(desiredOver([{ kind: "actuator", groups: ["worker"], at: [0], for: constant(35) }])).toEqual([
      1, 1, 1, 1, 1, 3, 3, 3,
    ]);
  });

  test("that is slow does it later", () => {
    expect(desiredOver([{ kind: "actuator", groups: ["worker"], delay: 25, at: [0] }])).toEqual([
      1, 1, 1, 1, 3, 3, 3, 3,
    ]);
  });

  test("of another group is not concerned", () => {
    const scenario = scenarioOf({
      horizon: 30,
      groups: [groupOf(), groupOf({ name: "other" })],
      faults: [{ kind: "actuator", groups: ["other"], at: [0] }],
    });
    const { observations } = observed(
      scenario,
      scripted(() => ({ worker: 2, other: 2 })),
    );
    expect(observations[1]?.groups).toMatchObject({ worker: { desired: 2 }, other: { desired: 1 } });
  });
});

describe("starts that never succeed", () => {
  const failures = { exit: 0, hang: 0, blackHole: 0, blackHoleTime: 1, prune: false, pruneAfter: 10 };
  // Asked for at 10, before the fault; two at 20, in it; and one at 50, after it.
  const policy = scripted(({ time }) => ({ worker: time < 10 ? 1 : time < 20 ? 2 : time < 50 ? 4 : 5 }));
  const run = (how: "exit" | "hang", group: Partial<GroupSpec> = { failures }) => {
    const fault: FaultSpec = { kind: "startFailure", groups: ["worker"], how, at: [15], for: constant(30) };
    return observed(scenarioOf({ horizon: 100, group, faults: [fault] }), policy);
  };
  const phases = ({ observations }: ReturnType<typeof run>) =>
    observations.at(-1)?.groups.worker?.replicas.map(({ phase }) => phase);

  test("end after part of their warm-up, if they begin while it lasts", () => {
    const done = run("exit");
    const { measures, detail } = done;
    expect(phases(done)).toEqual(["ready", "ready", "failed", "failed", "ready"]);
    expect(measures.groups.worker).toMatchObject({ failedStarts: 2, hungStarts: 0, crashed: 0, starts: 4 });
    expect(detail.faults).toEqual([{ time: 15, until: 45, kind: "startFailure", subject: "worker" }]);
  });

  test("or warm up for ever, even when it is over", () => {
    const done = run("hang");
    const { measures } = done;
    expect(phases(done)).toEqual(["ready", "ready", "warming", "warming", "ready"]);
    expect(measures.groups.worker).toMatchObject({ failedStarts: 0, hungStarts: 2, starts: 4 });
  });

  test("at the moment at which they would if all starts of the group did", () => {
    const ends = ({ observations }: ReturnType<typeof run>) =>
      observations
        .at(-1)
        ?.groups.worker?.replicas.slice(2, 4)
        .map(({ since }) => since);
    const always = observed(scenarioOf({ horizon: 100, group: { failures: { ...failures, exit: 1 } } }), policy);
    expect(ends(run("exit"))).toEqual(ends(always));
  });

  test("of other groups than those named are not concerned, and of two faults the last one says how", () => {
    const lasting = { kind: "startFailure", at: [0] } as const;
    const scenario = scenarioOf({
      horizon: 100,
      groups: [groupOf({ failures }), groupOf({ name: "other" })],
      faults: [
        { ...lasting, groups: ["worker"], how: "exit" },
        { ...lasting, groups: ["worker"], how: "hang", at: [15], for: constant(10) },
      ],
    });
    const { measures } = observed(
      scenario,
      scripted(({ time }) => ({ worker: time < 10 ? 1 : time < 20 ? 2 : time < 30 ? 3 : 4, other: 3 })),
    );
    expect(measures.groups).toMatchObject({
      worker: { failedStarts: 2, hungStarts: 1 },
      other: { starts: 2, meanReplicas: { ready: 1 + 2 * 0.7 } },
    });
    expect(measures.groups.other).not.toHaveProperty("failedStarts");
  });

  test("are tried again and again where the owner drops what failed", () => {
    const group = { initial: { replicas: 0, phase: "ready" as const }, warmUp: constant(0) };
    const fault: FaultSpec = { kind: "startFailure", groups: ["worker"], how: "exit", at: [5], for: constant(50) };
    const { measures } = observed(
      scenarioOf({ horizon: 100, group, faults: [fault] }),
      scripted(({ time }) => ({ worker: time < 10 ? 0 : 1 })),
    );
    // At 10, 20, 30, 40 and 50; the one at 60 serves.
    expect(measures.groups.worker).toMatchObject({ failedStarts: 5, starts: 6, meanReplicas: { ready: 0.4 } });
  });
});

test("a manual edit scales a group, and a policy may take it back", () => {
  const scenario = scenarioOf({ horizon: 50, faults: [{ kind: "manualEdit", group: "worker", desired: 4, at: [15] }] });
  const { observations, measures } = observed(
    scenario,
    scripted(({ time }): Record<string, number> => (time === 30 ? { worker: 1 } : {})),
  );
  expect(observations.map(({ groups }) => groups.worker?.desired)).toEqual([1, 1, 4, 4, 1, 1]);
  expect(measures.groups.worker).toMatchObject({ starts: 3, cancelled: 3 });
});

test("a purge drops what waits, and nothing else", () => {
  const scenario = scenarioOf({
    horizon: 100,
    faults: [{ kind: "purge", queue: "work", at: [20] }],
    workload: [tasksAt([10, 11, 12, 13], 30)],
  });
  expect(observed(scenario).measures.tasks).toMatchObject({
    arrived: 4,
    completed: 1,
    lost: 3,
    purged: 3,
    unfinished: 0,
  });
});

test("random faults come after random gaps and last random times, each from streams of its own", () => {
  const scenario = (faults: FaultSpec[]) =>
    scenarioOf({
      horizon: 10_000,
      group: { initial: { replicas: 3, phase: "ready" } },
      faults,
      workload: [poisson(0.1, 10)],
    });
  const broker: FaultSpec = {
    kind: "brokerOutage",
    queues: ["work"],
    deliveries: "stop",
    every: { kind: "exponential", mean: 200 },
    for: { kind: "exponential", mean: 50 },
  };
  const alone = observed(scenario([broker]), hold, 3);
  const crash: FaultSpec = {
    kind: "replicaCrash",
    group: "worker",
    count: 1,
    every: { kind: "exponential", mean: 300 },
  };
  const both = observed(scenario([crash, broker]), hold, 3);
  const outages = ({ detail }: typeof alone) => detail.faults?.filter(({ kind }) => kind === "brokerOutage") ?? [];
  expect(outages(both)).toEqual(outages(alone));
  expect(outages(alone).length).toBeGreaterThan(25);
  expect(outages(alone).length).toBeLessThan(60);
  outages(alone).forEach(({ time }, index, all) => {
    if (index > 0) expect(time).toBeGreaterThan(all[index - 1]?.until ?? Number.POSITIVE_INFINITY);
  });
  expect(both.measures.tasks.arrived).toBe(alone.measures.tasks.arrived);
});

test("a node that is lost twice at once is back when both losses are over", () => {
  const scenario = scenarioOf({
    horizon: 45,
    nodes: [nodeOf()],
    faults: [
      { kind: "nodeLoss", node: "node", at: [5], for: { kind: "constant", value: 33 } },
      { kind: "nodeLoss", node: "node", at: [15], for: { kind: "constant", value: 10 } },
    ],
  });
  const phases = observed(scenario).observations.map(({ groups }) => groups.worker?.replicas[0]?.phase);
  expect(phases).toEqual(["ready", "failed", "pending", "pending", "warming"]);
});

test("while an actuator is slow for two reasons, the longer delay counts", () => {
  const scenario = scenarioOf({
    horizon: 35,
    faults: [5, 15].map((delay) => ({
      kind: "actuator",
      groups: ["worker"],
      delay,
      at: [1],
      for: { kind: "constant", value: 100 },
    })),
  });
  const { observations } = observed(
    scenario,
    scripted(({ time }) => (time === 10 ? { worker: 2 } : {})),
  );
  expect(observations.map(({ groups }) => groups.worker?.desired)).toEqual([1, 1, 1, 2]);
});
