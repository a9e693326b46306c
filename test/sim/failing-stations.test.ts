import { expect, test } from "vitest";
import type { Failures } from "../../scenarios/scenario.ts";
import { groupOf, observed, scenarioOf, scripted, tasksAt } from "./scenario-of.ts";

/** Replicas with several tasks in their hands that fail, fall ill or are black holes. */

const never: Failures = { exit: 0, hang: 0, blackHole: 0, blackHoleTime: 0.01, prune: true, pruneAfter: 10 };
const constant = (value: number) => ({ kind: "constant", value }) as const;

test("a replica that dies gives back what it serves and what it holds", () => {
  const scenario = scenarioOf({
    horizon: 100,
    group: { slots: { count: 2, speed: [1] }, prefetch: 3, failures: { ...never, crash: constant(20), prune: false } },
    workload: [tasksAt([10, 10, 10, 10], 30)],
  });
  const { measures, observations } = observed(scenario);
  // Two in service, one held and one waiting; all four wait again from 20 on.
  expect(observations[1]?.queues.work).toMatchObject({ waiting: 1, inService: 3, consumers: 1 });
  expect(observations[2]?.queues.work).toMatchObject({ waiting: 4, inService: 0, consumers: 0 });
  expect(measures.tasks).toMatchObject({ redelivered: 3, lost: 0, unfinished: 4 });
});

test("where work is acknowledged before it, a batch dies with its replica, and what is held does not", () => {
  const batch = { most: 2, linger: 0, waits: true, work: "longest", slowdown: [1] } as const;
  const scenario = scenarioOf({
    horizon: 100,
    queues: [{ name: "work", acknowledge: "before" }],
    group: { batch, prefetch: 3, failures: { ...never, crash: constant(20), prune: false } },
    workload: [tasksAt([10, 10, 10], 30)],
  });
  const { measures } = observed(scenario);
  // The first came alone, ten seconds after the replica began to serve, and went alone.
  expect(measures.tasks).toMatchObject({ lost: 1, redelivered: 2, unfinished: 2 });
});

test("a black hole swallows its slots full at a time, and holds on to nothing", () => {
  const scenario = scenarioOf({
    horizon: 100,
    group: {
      initial: { replicas: 1, phase: "warming" },
      slots: { count: 3, speed: [1, 0.5] },
      failures: { ...never, blackHole: 1, blackHoleTime: 2 },
    },
    workload: [tasksAt([1, 2, 3, 4], 40)],
  });
  const { measures } = observed(scenario);
  // Three at half speed take 4 s, from 30 to 34; the last, begun then, takes 2 s alone.
  expect(measures.groups.worker).toMatchObject({ swallowed: 4, neverServed: 0 });
  expect(measures.groups.worker?.meanReplicas.busy).toBeCloseTo(0.06, 12);
  expect(measures.tasks).toMatchObject({ completed: 0, lost: 4 });
});

test("an unhealthy replica finishes what it has begun, and gives back what it holds to a healthy one", () => {
  const scenario = scenarioOf({
    horizon: 100,
    groups: [
      groupOf({
        prefetch: 2,
        health: { delay: 0, failure: 0, unhealthy: { every: constant(20), for: constant(50) } },
      }),
      groupOf({ name: "healthy", initial: { replicas: 0, phase: "ready" }, warmUp: constant(1) }),
    ],
    workload: [tasksAt([10, 11], 30)],
  });
  const { measures } = observed(
    scenario,
    scripted(() => ({ healthy: 1 })),
  );
  // Unhealthy from 20 to 70: the second task, held since 11, begins elsewhere at 20.
  expect(measures.tasks).toMatchObject({ completed: 2, redelivered: 1 });
  expect(measures.tasks.sojourn?.max).toBe(39);
});

test("replicas that end together give each other nothing", () => {
  const scenario = scenarioOf({
    horizon: 100,
    group: { initial: { replicas: 3, phase: "ready" }, slots: { count: 2, speed: [1] } },
    faults: [{ kind: "replicaCrash", group: "worker", count: 3, at: [20] }],
    workload: [tasksAt([10, 10, 10], 30)],
  });
  expect(observed(scenario).measures.tasks).toMatchObject({ redelivered: 3, completed: 3 });
});
