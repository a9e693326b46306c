import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { traceWindows } from "../../../bin/check/trace-windows.ts";
import { bind, catalogue, type Json } from "../../../policies/index.ts";
import { loadScenario, parseScenario } from "../../../scenarios/index.ts";
import { writtenScenario } from "../../../scenarios/written.ts";
import { sampleParameters, scenarioWorld, situationsFor, worldNames } from "../../../sim/check/index.ts";

import { subjectFor } from "./subjects.ts";

const windows = await traceWindows();
const root = join(import.meta.dirname, "../../..");

/** As a file: JSON is YAML. Its problems are an error. */
function readBack(scenario: Parameters<typeof writtenScenario>[0]) {
  return parseScenario(JSON.stringify(writtenScenario(scenario, root)), join(root, "check.yaml")).scenario;
}

test.each(worldNames)("every situation of the world %s is a scenario that can be written and read", (world) => {
  for (const name of ["distributed-funsearch", "utilization"]) {
    const situations = situationsFor(subjectFor(name), windows, [world]);
    fc.assert(
      fc.property(situations, ({ scenario, seed }) => {
        expect(readBack(scenario)).toEqual(scenario);
        expect(scenario.seeds).toEqual([seed]);
      }),
      { numRuns: 40, seed: 1 },
    );
  }
});

test("situations of a user's scenario keep its plant", async () => {
  const { scenario: base } = await loadScenario(join(root, "scenarios/burst.yaml"));
  const { spec } = subjectFor("utilization");
  fc.assert(
    fc.property(scenarioWorld(base, spec, new Map(), windows), ({ scenario }) => {
      expect(readBack(scenario)).toEqual(scenario);
      expect(scenario.groups).toEqual(base.groups);
      expect(scenario.nodes).toEqual(base.nodes);
    }),
    { numRuns: 40, seed: 1 },
  );
});

test("generated workloads have segments of every shape", () => {
  const some = fc.sample(situationsFor(subjectFor("static"), windows), { numRuns: 200, seed: 1 });
  const sources = some.flatMap(({ scenario }) => scenario.workload);
  const kinds = new Set(sources.map((source) => (source.kind === "curve" ? source.interpolate : source.kind)));
  expect([...kinds].sort()).toEqual(["clients", "linear", "poisson", "renewal", "spikes", "step", "trace"]);
  const faults = new Set(some.flatMap(({ scenario }) => (scenario.faults ?? []).map(({ kind }) => kind)));
  expect([...faults].sort()).toEqual([
    "actuator",
    "brokerOutage",
    "nodeLoss",
    "replicaCrash",
    "sensorOutage",
    "startFailure",
  ]);
});

test.each(catalogue)(
  "parameters of $name within its schema are taken, most of them",
  ({ name, parameters: schema }) => {
    const given = sampleParameters(schema, 100);
    const taken = given.filter((parameters) => isTaken(name, parameters));
    expect(taken.length).toBeGreaterThan(60);
    if (name !== "static" && name !== "service-rules")
      expect(new Set(taken.map((each) => JSON.stringify(each))).size).toBeGreaterThan(5);
  },
);

function isTaken(name: string, parameters: Json): boolean {
  try {
    bind(name, parameters);
    return true;
  } catch {
    return false;
  }
}
