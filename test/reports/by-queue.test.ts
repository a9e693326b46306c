import { expect, test } from "vitest";
import { byQueue } from "../../reports/by-queue.ts";
import { fixture } from "./fixture.ts";

test("a queue's rows are means over the runs, with the least and most of them", () => {
  const result = fixture();
  const [policy] = result.policies;
  for (const [index, run] of (policy?.runs ?? []).entries()) {
    const queue = run.queues.evaluator_queue;
    if (queue !== undefined) queue.unfinished = 10 * index;
  }
  const [sampler, evaluator] = byQueue(result);
  expect(evaluator?.queue).toBe("evaluator_queue");
  expect(evaluator?.rows[0]?.unfinished).toEqual({ mean: 10, low: 0, high: 20, runs: 3 });
  expect(sampler?.rows[0]?.unfinished?.mean).not.toBe(10);
});

test("what a queue does not know stays unknown", () => {
  const result = fixture();
  for (const run of result.policies[0]?.runs ?? []) delete run.queues.sampler_queue?.wait;
  expect(byQueue(result)[0]?.rows[0]).not.toHaveProperty(["wait.p95"]);
});

test("classes of the only queue are told apart", () => {
  const result = fixture();
  for (const { runs } of result.policies) {
    for (const { queues } of runs) {
      delete queues.sampler_queue;
      const { evaluator_queue: queue } = queues;
      if (queue !== undefined) queue.classes = { gpu: { ...queue, unfinished: 7 } };
    }
  }
  expect(byQueue(result).map(({ queue }) => queue)).toEqual(["evaluator_queue / gpu"]);
  expect(byQueue(result)[0]?.rows[0]?.unfinished?.mean).toBe(7);
});

test("one queue is not told apart from all", () => {
  const result = fixture();
  for (const { runs } of result.policies) for (const run of runs) delete run.queues.sampler_queue;
  expect(byQueue(result)).toEqual([]);
});
