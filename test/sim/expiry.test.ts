import { expect, test } from "vitest";
import { observed, poisson, scenarioOf, scripted, tasksAt } from "./scenario-of.ts";

test("what has waited as long as it may leaves unserved, and is counted", () => {
  const scenario = scenarioOf({
    horizon: 100,
    objective: { wait: 10 },
    queues: [{ name: "work", acknowledge: "after", timeToLive: 8 }],
    workload: [tasksAt([0, 1, 2], 20)],
  });
  const { measures, observations } = observed(scenario);
  expect(measures.tasks).toMatchObject({ completed: 1, expired: 2, unfinished: 0, maxWaiting: 2 });
  expect(measures.tasks.wait).toMatchObject({ max: 8 });
  expect(measures.tasks.attainment).toBe(1 / 3); // those that left did not wait long, but were not served
  expect(observations[1]?.queues.work?.waiting).toBe(0);
});

test("a replica that is free at the last moment still serves it", () => {
  const scenario = scenarioOf({
    horizon: 100,
    queues: [{ name: "work", acknowledge: "after", timeToLive: 19 }],
    workload: [tasksAt([0, 1], 20)],
  });
  expect(observed(scenario).measures.tasks).toMatchObject({ completed: 2, expired: 0 });
});

test("a redelivered task has no new time to live", () => {
  const scenario = scenarioOf({
    horizon: 200,
    queues: [{ name: "work", acknowledge: "after", timeToLive: 25 }],
    group: { grace: 5 },
    workload: [tasksAt([9, 12], 50)],
  });
  // Killed at 15, the first is due at 34, before the second at 37.
  const { measures, observations } = observed(
    scenario,
    scripted(({ time }) => (time === 10 ? { worker: 0 } : {})),
  );
  expect(measures.tasks).toMatchObject({ redelivered: 1, expired: 2, completed: 0, sojourn: { max: 25 } });
  expect(observations.slice(2, 5).map(({ queues }) => queues.work?.waiting)).toEqual([2, 2, 0]);
});

test("expired and lost work may arrive anew", () => {
  const scenario = scenarioOf({
    horizon: 100,
    queues: [{ name: "work", acknowledge: "after", timeToLive: 8, retry: { times: 2, delay: 4 } }],
    workload: [tasksAt([0, 1], 18)],
  });
  // The second expires at 9, comes again at 13 and is served at 18.
  expect(observed(scenario).measures.tasks).toMatchObject({ arrived: 3, completed: 2, expired: 1, retried: 1 });
});

test("with deadlines a queue without enough servers stays short, and Little's law counts those that left", () => {
  const scenario = scenarioOf({
    horizon: 2000,
    queues: [{ name: "work", acknowledge: "after", timeToLive: 5 }],
    workload: [poisson(2, 1)],
  });
  const { tasks, duration } = observed(scenario).measures;
  expect(tasks.arrived).toBe(tasks.completed + (tasks.expired ?? 0) + tasks.unfinished);
  expect(tasks.wait?.max).toBeLessThanOrEqual(5 + 1e-9);
  expect(tasks.meanWaiting * duration).toBeCloseTo((tasks.wait?.mean ?? 0) * tasks.arrived, 5);
});

test("a queue has one expiry among the events, however often work comes back to it", () => {
  const scenario = scenarioOf({
    horizon: 2000,
    queues: [{ name: "work", acknowledge: "after", timeToLive: 50 }],
    group: { grace: 0, warmUp: { kind: "constant", value: 0 } },
    workload: [poisson(0.5, 1e6)],
  });
  // Every second check stops the replica, and its task comes back.
  const { measures } = observed(
    scenario,
    scripted(({ time }) => ({ worker: (time / 10) % 2 })),
  );
  expect(measures.tasks.redelivered).toBeGreaterThan(90);
  expect(measures.events).toBeLessThan(4 * measures.tasks.arrived);
});
