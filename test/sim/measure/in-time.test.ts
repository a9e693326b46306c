import { expect, test } from "vitest";
import { observed, scenarioOf, scripted, tasksAt } from "../scenario-of.ts";

/** A task each at 0, 10 and 20, of 30 s, on one replica: waits of 0, 20 and 40, done at 30, 60 and 90. */
const workload = [tasksAt([0, 10, 20], 30)];

test("goodput is of the tasks completed that began within the objective", () => {
  const { tasks } = observed(scenarioOf({ horizon: 360, objective: { wait: 20 }, workload })).measures;
  expect(tasks).toMatchObject({ attainment: 2 / 3, goodput: 20 });
  expect(tasks).not.toHaveProperty("sojournAttainment");
});

test("with an objective for sojourns, it is of those done within that", () => {
  const { tasks } = observed(scenarioOf({ horizon: 360, objective: { wait: 20, sojourn: 30 }, workload })).measures;
  expect(tasks).toMatchObject({ attainment: 2 / 3, sojournAttainment: 1 / 3, goodput: 10 });
});

test("a task in service at the end has begun in time, and is not done", () => {
  const { tasks } = observed(scenarioOf({ horizon: 36, objective: { wait: 20 }, workload })).measures;
  // The third has waited 16 s by the end: that counts as kept so far.
  expect(tasks).toMatchObject({ attainment: 1, goodput: 100 });
});

test.each(["after", "before"] as const)("a task that is killed is not done: acknowledged %s", (acknowledge) => {
  const given = scenarioOf({
    horizon: 360,
    objective: { wait: 20 },
    queues: [{ name: "work", acknowledge }],
    workload: [tasksAt([0, 10], 30)],
    group: { grace: 5 },
  });
  // The first is killed at 15. Redelivered, it begins again at 60 + 30: only its first beginning counts, and it is done.
  const { tasks, groups } = observed(
    given,
    scripted(({ time }) => ({ worker: time === 10 ? 0 : time < 60 ? 0 : 1 })),
  ).measures;
  const redelivers = acknowledge === "after";
  expect(tasks).toMatchObject({ completed: redelivers ? 2 : 1, lost: redelivers ? 0 : 1 });
  expect(tasks.goodput).toBe(redelivers ? 10 : 0);
  expect(groups.worker?.killedWork).toBe(5 / 3600);
  expect(groups.worker?.lostWork).toBe(redelivers ? 0 : 5 / 3600);
});

test("nothing is said without an objective", () => {
  const { tasks } = observed(scenarioOf({ horizon: 360, workload })).measures;
  for (const absent of ["attainment", "sojournAttainment", "goodput"]) expect(tasks).not.toHaveProperty(absent);
});

test("the time in backlog is that in which tasks wait", () => {
  // One waits from 10 to 30, two from 20, and one to 60; later one from 110 to 130.
  const { tasks } = observed(scenarioOf({ horizon: 200, workload: [...workload, tasksAt([100, 110], 30)] })).measures;
  expect(tasks.timeInBacklog).toBe((50 + 20) / 200);
});
