import { expect, test } from "vitest";
import { representative } from "../../sim/measure/representative.ts";
import type { RunMeasures } from "../../sim/result.ts";
import { observed, scenarioOf, tasksAt } from "./scenario-of.ts";

const { measures } = observed(scenarioOf({ horizon: 10, workload: [tasksAt([1], 5)] }));
const run = (p95: number): RunMeasures => {
  const wait = { mean: p95, p50: p95, p90: p95, p95, p99: p95, max: p95 };
  return { ...measures, tasks: { ...measures.tasks, wait } };
};

test("the run nearest the mean stands for all", () => {
  expect(representative([{ runs: [run(10), run(19), run(31)] }])).toBe(1);
});

test("one seed for all policies, each counted by how much its runs differ", () => {
  const calm = { runs: [run(10), run(10.1), run(10.2)] };
  const wild = { runs: [run(500), run(900), run(100)] };
  expect(representative([calm])).toBe(1);
  expect(representative([calm, wild])).toBe(0);
  expect(representative([calm, calm, calm, wild])).toBe(1);
});

test("of equals the first", () => {
  expect(representative([{ runs: [run(1), run(1)] }])).toBe(0);
});
