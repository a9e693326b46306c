import { expect, test } from "vitest";
import { meansBetween } from "../../sim/measure/step-function.ts";
import { groupOf, observed, scenarioOf, tasksAt } from "./scenario-of.ts";

test("the demand is drawn by bin: what arrives in a window, over the window", () => {
  // Windows of 100 s: 250 s of work want three replicas, 40 s one, none none.
  const workload = [tasksAt([10, 20], 125), tasksAt([150], 40)];
  const { detail, measures } = observed(scenarioOf({ horizon: 480, demandWindow: 100, workload }));
  const { time, binWidth, columns } = detail.series;
  const demand = columns["group/worker/demand"];
  expect(demand?.unit).toBe("replicas");
  const at = (moment: number) => demand?.values[time.findIndex((start) => start + binWidth > moment)];
  expect([at(0), at(99), at(100), at(199), at(200)]).toEqual([3, 3, 1, 1, 0]);
  const mean = (demand?.values ?? []).reduce<number>((sum, value) => sum + (value ?? 0) * binWidth, 0) / 480;
  expect(mean).toBeCloseTo(measures.groups.worker?.elasticity?.meanDemand ?? Number.NaN, 9);
});

test("what several groups serve calls for neither alone", () => {
  const groups = [groupOf(), groupOf({ name: "other" })];
  const { detail } = observed(scenarioOf({ horizon: 100, groups, workload: [tasksAt([10], 5)] }));
  expect(Object.keys(detail.series.columns).filter((name) => name.endsWith("/demand"))).toEqual([]);
});

test("averages of a step function between moments", () => {
  const steps = { times: [0, 10, 15], values: [2, 4, 0] };
  expect(meansBetween(steps, [0, 5, 10, 20], 40)).toEqual([2, 2, 2, 0]);
  expect(meansBetween(steps, [0, 12], 17)).toEqual([(20 + 8) / 12, 12 / 5]);
});
