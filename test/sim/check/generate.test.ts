import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { traceWindows } from "../../../bin/check/trace-windows.ts";
import { bind, catalogue, type Json } from "../../../policies/index.ts";
import { loadScenario, parseScenario } from "../../../scenarios/index.ts";
import { writtenScenario } from "../../../scenarios/written.ts";
import {
  sampleParameters,
  scenarioWorld,
  situationsFor,
  withParameters,
  worldNames,
} from "../../../sim/check/index.ts";

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

test.each([
  [{ preset: "as-published" }, "capability"],
  [{ policyContent: "allocate=even_load; scaling=vanilla" }, "even_load"],
])("a policy of a scheduler with %j gets one, which allocates as it says", (parameters, allocate) => {
  const some = fc.sample(situationsFor(subjectFor("scaler", parameters), windows), { numRuns: 20, seed: 1 });
  const worlds = some.map(({ world, scenario }) => `${world} ${scenario.dispatcher?.allocate}`);
  expect([...new Set(worlds)]).toEqual([`push ${allocate}`]);
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

test("machines are of many kinds, and the dead stay dead now and then", () => {
  const some = fc.sample(situationsFor(subjectFor("static"), windows, ["queue"]), { numRuns: 200, seed: 1 });
  const kinds = some.map(({ scenario: { nodes, groups } }) => {
    const memory = new Set(nodes.flatMap(({ gpus }) => gpus.map((gpu) => gpu.memory / 2 ** 30)));
    const others = nodes.some(({ background }) => background !== undefined);
    return [nodes.length, [...memory].join("+"), others, groups[0]?.failures?.prune ?? true];
  });
  const values = (index: number) => [...new Set(kinds.map((each) => each[index]))].sort();
  expect(values(0)).toEqual([1, 2, 3]);
  expect(values(1)).toEqual(["", "40", "40+24", "80"]);
  expect(values(2)).toEqual([false, true]);
  expect(values(3)).toEqual([false, true]);
});

test("varied parameters get as few as they can when a case gets smaller", () => {
  const { entry } = subjectFor("utilization");
  if (entry === undefined) throw new Error("no such policy");
  const situations = withParameters(situationsFor(subjectFor("utilization"), windows), entry.parameters, () => true);
  const given = (parameters: Json) => parameters as { readonly [key: string]: Json };
  const { counterexample } = fc.check(
    fc.property(situations, ({ scenario }) => !("cooldown" in given(scenario.policies[0]?.parameters ?? {}))),
    { seed: 1 },
  );
  expect(Object.keys(given(counterexample?.[0].scenario.policies[0]?.parameters ?? {}))).toEqual(["cooldown"]);
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
