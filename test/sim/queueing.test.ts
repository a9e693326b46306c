import { expect, test } from "vitest";
import type { Distribution } from "../../scenarios/scenario.ts";
import { coverage } from "./coverage.ts";
import {
  erlang,
  type Model,
  meanWait,
  pollaczek,
  regretModels,
  regrets,
  setupModel,
  setups,
  shared,
  simFaas,
} from "./models.ts";
import { observed } from "./scenario-of.ts";

test.each([
  [1, 0.5, 1.0],
  [2, 0.8, 1.777778],
  [4, 0.9, 1.969383],
  [8, 0.95, 2.110422],
])("Erlang's formula gives the reference value of M/M/%i at %f", (servers, utilization, wait) => {
  expect(meanWait(servers, utilization)).toBeCloseTo(wait, 6);
});

/**
 * Intervals must cover the exact values in 95 % of the repetitions. Here the seeds are fixed and the repetitions few, so the
 * allowance is wide: with 60, fewer than 51 covers come once in some 2000 such checks, with 12 fewer than 8 in some 5000.
 */
function covers(model: Model, repetitions: 12 | 60, runs: number, within: number): void {
  for (const { what, exact, covered, mean } of coverage(model, { repetitions, runs })) {
    expect(covered, `${model.name}: ${what}`).toBeGreaterThanOrEqual(repetitions === 60 ? 51 : 8);
    expect(Math.abs(mean / exact - 1), `${model.name}: ${what}, found ${mean}`).toBeLessThan(within);
  }
}

test.each([
  [1, 0.5],
  [2, 0.8],
  [8, 0.8],
])("M/M/%i at %f waits as Erlang says", (servers, utilization) => {
  covers(erlang(servers, utilization, 4000 / servers), 60, 6, 0.05);
});

test.each<[Distribution, number, number]>([
  [{ kind: "constant", value: 1 }, 0, 0.8],
  [{ kind: "lognormal", mean: 1, cv: 2 }, 2, 0.5],
])("M/G/1 with service %o waits as Pollaczek and Khinchine say", (service, cv, utilization) => {
  covers(pollaczek(service, cv, utilization, 8000), 60, 6, 0.05);
});

test.each<[Distribution, number, number]>([
  [{ kind: "exponential", mean: 1 }, 1, 0.7],
  [{ kind: "lognormal", mean: 1, cv: 2 }, 2, 0.5],
])("M/G/1 with processor sharing and service %o responds as if it were exponential", (service, cv, utilization) => {
  covers(shared(service, cv, utilization, 3000), 60, 6, 0.05);
});

test.each(setups.filter(({ setup }) => setup === 1))(
  "delayed-off on change gives M/M/$servers/Setup at $utilization its exact values",
  (setup) => covers(setupModel(setup, 400), 12, 4, 0.05),
);

test("always on, the best fixed number and on/off at idle cost what the table of optimal policies says", () => {
  const row = regrets.find(({ setup }) => setup === 10);
  if (row === undefined) throw new Error("the table has such a row");
  for (const model of regretModels(row, 1500)) covers(model, 12, 3, 0.05);
});

test("SimFaaS's example: as many instances run as requests are served, and nobody waits", () => {
  const model = simFaas(4000);
  covers(model, 12, 3, 0.02);
  const { measures } = observed(model.scenario, model.policy);
  expect(measures.tasks).toMatchObject({ waitedAtAll: 0 });
  expect(measures.groups.worker?.meanReplicas.ready).toBeGreaterThan(5);
});
