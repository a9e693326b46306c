import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { policyWarnings } from "../../../bin/reads/policy-warnings.ts";
import { candidatesOf } from "../../../bin/run/candidates.ts";
import {
  bind,
  type JournalRecord,
  type Json,
  type Observation,
  type Policy,
  readJournal,
} from "../../../policies/index.ts";
import { loadScenario, type Scenario } from "../../../scenarios/index.ts";
import { simulate } from "../../../sim/index.ts";
import { load, MIX, mixWith } from "../../scenarios/mix.ts";

const folder = join(import.meta.dirname, "../../../scenarios");
// Two need traces that not everybody has; nothing of theirs is of interest here.
const shipped = ["", "failures"].flatMap((inside) =>
  readdirSync(join(folder, inside))
    .filter((file) => file.endsWith(".yaml") && file !== "azure-llm.yaml" && file !== "gentd26.yaml")
    .map((file) => join(inside, file)),
);

test.each(shipped)("no policy of %s looks for what is never there", async (file) => {
  const { scenario } = await loadScenario(join(folder, file));
  expect(policyWarnings(scenario, await candidatesOf(scenario))).toEqual([]);
});

const GROUP = "    warmUp: 60s\n";
const withGroup = (text: string) => load(mixWith(GROUP, `${GROUP}    ${text}\n`)).scenario;
const mix = load(MIX).scenario;

/** What is said of a policy that looks somewhere at every decision. */
function said(look: (observation: Observation) => unknown, scenario = mix): string[] {
  const policy: Policy = {
    name: "curious",
    version: 1,
    parameters: {},
    begin: () => null,
    decide(observation) {
      look(observation);
      return {
        decisions: [{ subject: "sampler", action: null, because: [{ code: "looked", facts: {} }] }],
        memory: null,
      };
    },
  };
  return policyWarnings(scenario, [{ label: "curious", create: () => policy }]);
}

const inSampler = (name: string) => said(({ groups }) => groups.sampler?.signals[name]);
const looked = "curious: looked, in a trial of 21 decisions, for";
const never = "which this scenario never gives;";

test("a signal that has to be asked for is told of, with what to write in the group", () => {
  expect(inSampler("latencyP95")).toEqual([
    `${looked} the signal latencyP95 of sampler, ${never} write signals: { latencyP95: 5m } in the group`,
  ]);
  const asking = withGroup("signals: { latencyP95: 5m }");
  expect(said(({ groups }) => groups.sampler?.signals.latencyP95, asking)).toEqual([]);
});

test("a misspelt signal is told of with what was meant", () => {
  expect(inSampler("latencyP59")).toEqual([
    `${looked} the signal latencyP59 of sampler, ${never} groups have no such signal; did you mean "latencyP50"?`,
  ]);
  expect(said(({ signals }) => signals.budget)).toEqual([
    `${looked} the signal budget, ${never} write signals: { budget: 1 } in the scenario if it never changes`,
  ]);
});

test("misspelt readings and names of things are told of", () => {
  const misspelt = ({ queues, groups, nodes, devices }: Observation) => [
    (queues.sampler_queue as { wating?: number } | undefined)?.wating,
    queues.sampler_qeue,
    (groups.sampler?.replicas[0] as { phases?: string } | undefined)?.phases,
    nodes.gpu,
    devices["gpu-1/gpu7"],
    Object.values(devices)[0]?.models,
  ];
  const started = withGroup("initial: 1");
  expect(said(misspelt, started)).toEqual([
    `${looked} the reading wating of sampler_queue, ${never} did you mean "waiting"?`,
    `${looked} the queue "sampler_qeue", ${never} did you mean "sampler_queue"?`,
    `${looked} the reading phases of replicas of sampler, ${never} did you mean "phase"?`,
    `${looked} the node "gpu", ${never} there is "gpu-1", "gpu-2"`,
    `${looked} the GPU "gpu-1/gpu7", ${never} did you mean "gpu-1/gpu0"?`,
    `${looked} the models of gpu-1/gpu0, ${never} models on GPUs are not simulated`,
  ]);
});

test("whatever way a policy looks, it is seen", () => {
  const ways: ((observation: Observation) => unknown)[] = [
    ({ signals }) => "budget" in signals,
    ({ signals }) => Object.hasOwn(signals, "budget"),
    ({ signals: { budget = 1 } }) => budget,
  ];
  for (const way of ways) expect(said(way)).toHaveLength(1);
});

test("nothing is said of what is there, may be there, or means something by not being there", () => {
  const innocent = (observation: Observation) => {
    const { queues, groups, workers, signals } = observation;
    const { sampler } = groups;
    const [first] = sampler?.replicas ?? [];
    return [
      sampler?.signals.errorRatio,
      sampler?.signals.throughput,
      signals.throughput,
      sampler?.offers,
      queues[sampler?.serves[1] ?? ""]?.waiting,
      queues.sampler_queue?.arrivalRate,
      workers?.one,
      first === undefined ? undefined : sampler?.replicas.indexOf(first) === 0 || expect.fail("no longer itself"),
      first?.utilization,
      JSON.stringify(observation),
      { ...sampler?.signals },
    ];
  };
  expect(said(innocent, withGroup("initial: 1"))).toEqual([]);
});

test("a policy that fails is left to the real run", () => {
  expect(said(() => expect.fail("always"))).toEqual([]);
});

test("controllers that see one node or group only may look for the others", () => {
  const text = `    warmUp: 60s\n    node: gpu-1\n`;
  const own = mixWith(GROUP, text).replace(
    "workload:",
    "controllers:\n  one: { groups: [sampler], node: gpu-1 }\nworkload:",
  );
  expect(said(({ nodes, devices }) => [nodes["gpu-2"], devices["gpu-2/gpu0"]], load(own).scenario)).toEqual([]);
});

test("a policy without the parameters that it would need to do anything is told of", () => {
  const told = (parameters: Json) =>
    policyWarnings(mix, [{ label: "rules", create: () => bind("service-rules", parameters) }]);
  expect(told({})).toEqual([
    "rules: said nothing, in a trial of 21 decisions, of any group; are its parameters missing?",
  ]);
  expect(told({ services: { sampler: {} } })).toEqual([]);
});

test("a static policy without counts is told of, unless there is no choice", () => {
  const told = (parameters: Json, scenario = mix) =>
    policyWarnings(scenario, [{ label: "still", create: () => bind("static", parameters) }]);
  expect(told({})).toEqual([
    "still: fixes no count, so every group keeps what it begins with; write for example parameters: { counts: { sampler: 4 } }",
  ]);
  expect(told({ counts: { sampler: 2 } })).toEqual([]);
  const groups = mix.groups.map((group) => ({ ...group, maximum: group.minimum }));
  expect(told({}, { ...mix, groups })).toEqual([]);
});

test("rules about signals nobody measures are named, once for each signal", () => {
  const rules = { latencyP95: { up: 2, cooldown: 60 }, memoryUtilization: { up: 0.9, cooldown: 60 } };
  const create = () => bind("service-rules", { services: { sampler: { rules } } });
  expect(policyWarnings(mix, [{ label: "rules", create }]).map((line) => line.replace(/.* for /, ""))).toEqual([
    `the signal latencyP95 of sampler, ${never} write signals: { latencyP95: 5m } in the group`,
    `the signal memoryUtilization of sampler, ${never} write needs: { memoryPerTask: 1GiB } in the group`,
  ]);
});

/** Names of the group's signals that a policy gets to see in a run. */
function seenIn(scenario: Scenario): Set<string> {
  const lines: string[] = [];
  simulate(scenario, bind("static", { counts: { sampler: 2 } }), {
    seed: 1,
    traces: new Map(),
    journal: (line) => lines.push(line),
  });
  const records = [...readJournal(lines)].filter((line): line is JournalRecord => "observation" in line);
  return new Set(records.flatMap(({ observation }) => Object.keys(observation.groups.sampler?.signals ?? {})));
}

const SIGNALS =
  `latencyP50 latencyP95 errorRatio serviceTime episodeDuration episodesPerHour checkpointsPerHour failuresPerHour throughput
cpuUtilization memoryUtilization gpuUtilization vramUtilization price`.split(/\s+/);

test.each([
  ["nothing asked for", MIX.replace("{ gpuMemory: 32GB }", "{ memory: 1GiB }")],
  ["a GPU each", MIX],
  ["cores", MIX.replace("{ gpuMemory: 32GB }", "{ cores: 1 }")],
  ["memory for each task", MIX.replace("{ gpuMemory: 32GB }", "{ memory: 1GiB, memoryPerTask: 1GiB }")],
  ["a price", MIX.replace(GROUP, `${GROUP}    price: $1/h\n`)],
  ["episodes", MIX.replace(GROUP, `${GROUP}    checkpointEvery: 5\n`)],
  ["latency and service", MIX.replace(GROUP, `${GROUP}    signals: [latencyP50, latencyP95, serviceTime]\n`)],
])("what is said to be never there is never there, and nothing else: %s", (_, text) => {
  const { scenario } = load(text);
  const seen = seenIn(scenario);
  const missing = SIGNALS.filter((name) => said(({ groups }) => groups.sampler?.signals[name], scenario).length > 0);
  expect(missing).toEqual(SIGNALS.filter((name) => !seen.has(name)));
});
