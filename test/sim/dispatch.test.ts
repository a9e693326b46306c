import { expect, test } from "vitest";
import { observed, scenarioOf, tasksAt } from "./scenario-of.ts";

test("a replica that goes on with another queue is in service there", () => {
  const { observations, measures } = observed(
    scenarioOf({
      horizon: 20,
      check: { period: 5, phase: 5 },
      queues: [
        { name: "work", acknowledge: "after" },
        { name: "other", acknowledge: "after" },
      ],
      group: { serves: ["work", "other"] },
      workload: [tasksAt([0], 10), tasksAt([1], 10, "other")],
    }),
  );
  const inService = observations.map(({ queues }) => [queues.work?.inService, queues.other?.inService]);
  expect(inService).toEqual([
    [1, 0],
    [0, 1],
    [0, 1],
    [0, 0],
  ]);
  expect(Object.values(measures.queues).map((queue) => queue.meanInService)).toEqual([0.5, 0.5]);
});

test("work that is sent anew stands behind what came meanwhile to another queue", () => {
  const { measures } = observed(
    scenarioOf({
      horizon: 30,
      queues: [
        { name: "work", acknowledge: "after", timeToLive: 8, retry: { times: 1, delay: 4 } },
        { name: "other", acknowledge: "after" },
      ],
      group: { serves: ["work", "other"] },
      workload: [tasksAt([0, 1], 18), tasksAt([10], 18, "other")],
    }),
  );
  // The second expires at 9 and comes again at 13; the replica is free at 18.
  expect(measures.queues.other?.wait).toMatchObject({ max: 8 });
  expect(measures.queues.work).toMatchObject({ completed: 1, expired: 2, retried: 1 });
});
