import { describe, expect, test } from "vitest";
import type { Batch, FollowUp } from "../../scenarios/scenario.ts";
import { Simulation } from "../../sim/run.ts";
import { hold, nodeOf, observed, scenarioOf, scripted, tasksAt } from "./scenario-of.ts";

describe("slots", () => {
  test("a replica serves as many tasks at once as it has slots", () => {
    const scenario = scenarioOf({
      horizon: 100,
      group: { slots: { count: 2, speed: [1] } },
      workload: [tasksAt([0, 1, 2], 10)],
    });
    const { measures, observations } = observed(scenario);
    expect(measures.tasks.wait).toMatchObject({ max: 8, mean: 8 / 3 });
    expect(observations[1]?.groups.worker?.replicas[0]?.inService).toBe(2);
    expect(measures.groups.worker?.meanReplicas.busy).toBe(0.2);
  });

  test("the speed of each falls with the number of tasks, as the curve says", () => {
    const scenario = scenarioOf({
      horizon: 100,
      group: { slots: { count: 3, speed: [1, 0.5] } },
      workload: [tasksAt([0], 10), tasksAt([4], 10)],
    });
    // Alone until 4, then both at half speed: the first is done at 16, the second has 4 s left then.
    expect(observed(scenario).measures.tasks.sojourn).toMatchObject({ mean: 16, max: 16 });
  });

  test("a replica's curve and the crowd on its node multiply", () => {
    const scenario = scenarioOf({
      horizon: 100,
      nodes: [nodeOf({ cores: 1 })],
      group: {
        initial: { replicas: 2, phase: "ready" },
        slots: { count: 2, speed: [1, 0.5] },
        needs: { cores: 1, warmUpCores: 0, memory: 0, gpus: 0, gpuMemory: 0, gpuUtilization: 0 },
      },
      workload: [tasksAt([0, 0, 0, 0], 10)],
    });
    expect(observed(scenario).measures.tasks.sojourn).toMatchObject({ mean: 40, max: 40 });
  });

  test("a kill puts back every task it interrupts, and what was held", () => {
    const scenario = scenarioOf({
      horizon: 100,
      group: { slots: { count: 2, speed: [1] }, prefetch: 3 },
      workload: [tasksAt([1, 2, 3, 4], 50)],
    });
    const { measures, observations } = observed(
      scenario,
      scripted(({ time }) => (time === 10 ? { worker: 0 } : {})),
    );
    expect(observations[1]?.queues.work).toMatchObject({ waiting: 1, inService: 3 });
    expect(observations[2]?.queues.work).toMatchObject({ waiting: 2, inService: 2 });
    expect(measures.tasks).toMatchObject({ redelivered: 3, unfinished: 4, completed: 0 });
    expect(measures.groups.worker).toMatchObject({ killed: 1, killedWork: (29 + 28) / 3600 });
  });
});

/** DistributedFunSearch's sampler: batches of at most 10, 10 ms, acknowledged before generation; a batch takes 50 ms. */
describe("batches as its authors' code makes them", () => {
  const stall: Batch = { most: 10, linger: 0.01, waits: false, work: "longest", slowdown: [1] };
  const burst = (at: number, count: number, batch: Partial<Batch> = {}) => {
    const scenario = scenarioOf({
      horizon: 10,
      queues: [{ name: "work", acknowledge: "before" }],
      group: { batch: { ...stall, ...batch }, prefetch: 10 },
      workload: [{ ...tasksAt([at], 0.05), count } as ReturnType<typeof tasksAt>],
    });
    const { measures, observations } = observed(scenario);
    const { waiting, inService } = observations.at(-1)?.queues.work ?? {};
    return { completed: measures.tasks.completed, ready: waiting, held: inService, sojourn: measures.tasks.sojourn };
  };

  test("one after a pause goes alone", () => {
    expect(burst(0.05, 1)).toMatchObject({ completed: 1, ready: 0, held: 0 });
  });
  test("of six after a pause the first goes alone, and the others wait for a seventh", () => {
    expect(burst(0.05, 6)).toMatchObject({ completed: 1, ready: 0, held: 5 });
  });
  test("twenty-five make batches of 1, 10 and 10, and four are held", () => {
    const { completed, ready, held, sojourn } = burst(0.05, 25);
    expect({ completed, ready, held }).toEqual({ completed: 21, ready: 0, held: 4 });
    expect(sojourn?.p50).toBeCloseTo(0.15, 9);
  });
  test("batches larger than the prefetch never fill", () => {
    expect(burst(0.05, 25, { most: 20 })).toMatchObject({ completed: 1, ready: 14, held: 10 });
  });
  test("those that come just after the start are held", () => {
    expect(burst(0.001, 3)).toMatchObject({ completed: 0, ready: 0, held: 3 });
  });
  test("with a timer that waits, nothing is held for ever", () => {
    expect(burst(0.05, 6, { waits: true })).toMatchObject({ completed: 6, ready: 0, held: 0 });
    expect(burst(0.05, 25, { waits: true })).toMatchObject({ completed: 25, ready: 0, held: 0 });
  });
  test("the queue looks empty while prompts are held, and a policy that stops the replica brings them back", () => {
    const scenario = scenarioOf({
      horizon: 100,
      queues: [{ name: "work", acknowledge: "before" }],
      group: { batch: stall, prefetch: 10, initial: { replicas: 1, phase: "ready" } },
      workload: [tasksAt([0.05, 0.05, 0.05], 0.05)],
    });
    const { observations, measures } = observed(
      scenario,
      scripted(({ time }) => (time === 20 ? { worker: 0 } : {})),
    );
    expect(observations[2]?.queues.work).toMatchObject({ waiting: 0, inService: 2 });
    expect(observations[3]?.queues.work).toMatchObject({ waiting: 2, inService: 0 });
    expect(measures.tasks).toMatchObject({ completed: 1, redelivered: 2, lost: 0 });
  });
});

describe("a batch's work", () => {
  test.each([
    ["longest", [1], 30],
    ["mean", [1], 20],
    ["sum", [1], 40],
    ["longest", [1, 1.5], 45],
  ] as const)("%s, slowdown %j", (work, slowdown, time) => {
    const scenario = scenarioOf({
      horizon: 100,
      group: { batch: { most: 2, linger: 1000, waits: false, work, slowdown } },
      workload: [tasksAt([0], 10), tasksAt([0], 30)],
    });
    expect(observed(scenario).measures.tasks.sojourn?.max).toBe(time);
  });
});

test("the first tasks after a start take longer", () => {
  const scenario = scenarioOf({
    horizon: 100,
    group: { firstTasks: { count: 2, slowdown: 3 } },
    workload: [tasksAt([0, 0, 0], 5)],
  });
  expect(observed(scenario).measures.tasks.sojourn?.max).toBe(15 + 15 + 5);
});

describe("follow-up work", () => {
  const followUp = (change: Partial<FollowUp>): FollowUp => ({
    queue: "programs",
    count: 2,
    probability: 1,
    delay: { kind: "constant", value: 0 },
    service: { kind: "exponential", mean: 1 },
    ...change,
  });
  const loop = (rule: FollowUp, replicas = 1) =>
    scenarioOf({
      horizon: 200,
      queues: [
        { name: "work", acknowledge: "after", followUps: [rule] },
        { name: "programs", acknowledge: "after" },
      ],
      group: { serves: ["work", "programs"], initial: { replicas, phase: "ready" } },
      workload: [tasksAt([1, 2, 3], 4)],
    });

  test("arises from completed work, at once or later", () => {
    const { queues } = observed(loop(followUp({ service: { kind: "constant", value: 1 } }))).measures;
    expect(queues.programs).toMatchObject({ arrived: 6, completed: 6 });
    const late = observed(
      loop(followUp({ delay: { kind: "constant", value: 50 }, service: { kind: "constant", value: 1 } })),
    );
    expect(late.observations.map(({ queues: { programs } }) => programs?.inService)).toContain(1);
    expect(late.observations[5]?.queues.programs?.oldestWait).toBe(0);
  });

  test("may be limited", () => {
    expect(observed(loop(followUp({ limit: 4 }))).measures.queues.programs?.arrived).toBe(4);
  });

  test("may come straight back to the replica that did the work, which is busy once", () => {
    const scenario = scenarioOf({
      horizon: 100,
      queues: [
        { name: "work", acknowledge: "after", followUps: [followUp({ queue: "work", count: 1 })] },
        { name: "programs", acknowledge: "after" },
      ],
      group: { prefetch: 2 },
      workload: [tasksAt([10], 5)],
    });
    expect(observed(scenario).measures.groups.worker?.utilization).toBeCloseTo(0.9, 12);
  });

  test("branches: every generation is twice the one before", () => {
    const scenario = scenarioOf({
      horizon: 6.5,
      queues: [
        {
          name: "work",
          acknowledge: "after",
          followUps: [followUp({ queue: "work", service: { kind: "constant", value: 1 } })],
        },
      ],
      group: { initial: { replicas: 200, phase: "ready" } },
      workload: [tasksAt([0], 1)],
    });
    const { tasks } = observed(scenario).measures;
    expect(tasks).toMatchObject({ arrived: 1 + 2 + 4 + 8 + 16 + 32 + 64, completed: 63 });
  });

  test("is the same work whatever the policy does, and whenever it arises", () => {
    const work = (replicas: number) => {
      const { measures } = observed(loop(followUp({ probability: 0.5, count: 1, queue: "work" }), replicas), hold, 3);
      return measures.tasks.arrived;
    };
    expect(work(1)).toBe(work(7));
  });
});

test("the series have what is held where a replica can hold what it has not begun, and only there", () => {
  const columns = (group: object) => {
    const simulation = new Simulation(scenarioOf({ horizon: 20, group, workload: [tasksAt([0, 0, 0], 10)] }), hold, {
      seed: 1,
      traces: new Map(),
    });
    while (simulation.advance(1000));
    return simulation.finish().detail.series.columns;
  };
  expect(columns({})).not.toHaveProperty("queue/work/held");
  expect(columns({ prefetch: 3 })["queue/work/held"]?.values[0]).toBeGreaterThan(1);
});
