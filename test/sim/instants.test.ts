import { expect, test } from "vitest";
import { observed, scenarioOf, tasksAt } from "./scenario-of.ts";

/** What happens first of what happens at one instant. With the newest idle replica first, every task has its events. */
test.each(["longest-idle", "newest-idle"] as const)(
  "a replica that is freed at an instant serves what arrives at it (%s)",
  (dispatch) => {
    const scenario = scenarioOf({ horizon: 100, group: { dispatch }, workload: [tasksAt([0, 10, 20], 10)] });
    expect(observed(scenario).measures.tasks).toMatchObject({ completed: 3, waitedAtAll: 0, maxWaiting: 0 });
  },
);

test.each(["longest-idle", "newest-idle"] as const)(
  "a check sees what has arrived and ended at its instant (%s)",
  (dispatch) => {
    const scenario = scenarioOf({ horizon: 25, group: { dispatch }, workload: [tasksAt([0, 10, 10], 10)] });
    const seen = observed(scenario).observations.map(({ queues }) => [queues.work?.inService, queues.work?.waiting]);
    expect(seen).toEqual([
      [1, 0],
      [1, 1],
      [1, 0],
    ]);
  },
);

/** Many between any two checks and bins of the series: the fast path takes them. */
test("tasks that need no events end and begin at one instant as others do", () => {
  const [count, each] = [16_000, 1 / 64];
  const scenario = scenarioOf({
    horizon: each * count,
    group: { initial: { replicas: 2, phase: "ready" } },
    workload: [tasksAt([0], each * count), tasksAt(moments(count, each), each)],
  });
  const { measures, observations } = observed(scenario);
  expect(measures.tasks).toMatchObject({
    completed: count + 1,
    unfinished: 0,
    waitedAtAll: 0,
    maxWaiting: 0,
    meanInService: 2,
    sojourn: { mean: (2 * each * count) / (count + 1), p50: each },
  });
  // The last check is at the end, when all are done.
  for (const { queues } of observations.slice(0, -1)) expect(queues.work).toMatchObject({ waiting: 0, inService: 2 });
});

/** Bins of the series end every 5 s, so the fast path is taken from 5 on, with both at work. */
test("of replicas that are freed at one instant the one that began first goes on first", () => {
  const scenario = scenarioOf({
    horizon: 2400,
    check: { period: 9, phase: 9 },
    group: { initial: { replicas: 2, phase: "ready" } },
    workload: [tasksAt([1, 1], 6), tasksAt([8], 3)],
  });
  const [seen] = observed(scenario).observations;
  const serving = seen?.groups.worker?.replicas.filter(({ inService }) => inService === 1);
  expect(serving?.map(({ id }) => id)).toEqual(["worker-1"]);
});

function moments(count: number, apart: number): number[] {
  return Array.from({ length: count }, (_, index) => index * apart);
}
