import { expect, test } from "vitest";
import { observed, scenarioOf, scripted, tasksAt } from "./scenario-of.ts";

test("a replica is paid for from the start of its warm-up until it has left", () => {
  const scenario = scenarioOf({
    horizon: 100,
    group: { initial: { replicas: 0, phase: "ready" }, pricePerHour: 3600, grace: 20 },
    workload: [tasksAt([0], 60)],
  });
  const { measures } = observed(
    scenario,
    scripted(({ time }) => ({ worker: time < 60 ? 1 : 0 })),
  );
  // Asked for at 0, ready at 30, told to leave at 60, killed at 80 before its task is done: a dollar a second.
  expect(measures.cost).toMatchObject({ total: 80, replicas: 80, warming: 30, busy: 50, idle: 0, killed: 50 });
});
