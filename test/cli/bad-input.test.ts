import { existsSync, readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { disfunSim, inFolder } from "./disfun-sim.ts";
import { changed, smallScenario } from "./small-scenario.ts";

/** The whole of stderr; nothing may be on stdout, and nothing new in the folder. */
async function refusal(files: Record<string, string>, ...args: string[]): Promise<string> {
  let said = "";
  await inFolder(files, async (folder) => {
    const { code, out, err } = await disfunSim(folder, ["run", "small.yaml", "--quiet", ...args]);
    said = err;
    expect({ code, out, err }).toMatchObject({ code: 2, out: "" });
    expect(readdirSync(folder).sort()).toEqual(Object.keys(files).sort());
  });
  return said;
}

describe("a scenario with", () => {
  test.each([
    [
      "an unknown key",
      "warmUp: 3m",
      "warmup: 3m",
      '14:5 groups.sampler.warmup: unknown key "warmup"; did you mean "warmUp"?',
    ],
    [
      "a wrong unit",
      "memory: 256GiB",
      "memory: 256s",
      '7:29 nodes.gpu.memory: "256s" is not an amount of memory; write for example 40GiB, 32GB or 512MiB',
    ],
    [
      "a negative rate",
      "rate: 0.1/s",
      "rate: -0.1/s",
      '18:22 workload[0].poisson.rate: "-0.1/s" is negative; a rate is at least 0',
    ],
    [
      "no GPU large enough",
      "gpuMemory: 30GiB",
      "gpuMemory: 80GiB",
      "15:59 groups.sampler.needs.gpuMemory: no GPU has 80GiB of memory; the largest has 40GiB",
    ],
    [
      "an unknown policy",
      "policy: static, name: one",
      "policy: statik, name: one",
      '21:15 policies[0].policy: there is no policy "statik"; did you mean "static"?',
    ],
    [
      "a wrong parameter",
      "counts: { sampler: 1 }",
      "counts: { sampler: some }",
      '21:67 policies[0].parameters.counts.sampler: policy "static": "counts.sampler" is "some", expected a number',
    ],
    [
      "a transient as long as the run",
      "seeds: 2",
      "transient: 2h",
      "3:12 transient: is 7200 s, and a run is no longer than 3600 s",
    ],
    [
      "windows of what was not recorded",
      "seeds: 2",
      "windows: { every: 10m }",
      "3:10 windows: split a recorded workload, and there is no trace; take more seeds instead",
    ],
    [
      "a precision of an unknown metric",
      "seeds: 2",
      "precision: { within: 5%, of: [p95 wiat] }",
      '3:31 precision.of[0]: there is no metric "p95 wiat"; did you mean "p95 wait"?',
    ],
    [
      "a constraint of two kinds",
      "objective: { wait: 60s }",
      "objective: { subjectTo: [{ p95: wait, p99: wait, below: 60s }] }",
      "5:26 objective.subjectTo[0]: a constraint has p95 and p99; only one of mean, p50, p90, p95, p99, max is allowed",
    ],
    [
      "an expectation of an unknown metric",
      "objective: { wait: 60s }",
      "expect: [p95 wiat < 30s]",
      '5:10 expect[0]: there is no metric "p95 wiat"; did you mean "p95 wait"?',
    ],
    [
      "an expectation of a policy that is not there",
      "objective: { wait: 60s }",
      "expect: [{ on: p95 wait < 30s }]",
      '5:12 expect[0].on: there is no policy "on"; did you mean "one"?',
    ],
    [
      "a baseline that is no policy",
      "version: 1\n",
      "version: 1\nbaseline: onee\n",
      '2:11 baseline: there is no policy "onee"; did you mean "one"?',
    ],
    ["no version", "version: 1\n", "", '1:1 version: is missing; write "version: 1"'],
    [
      "broken YAML",
      "groups:",
      "groups: [",
      '10:13 not valid YAML: a second "key: value" on one line; close a bracket before it, put an inner map on lines of its own, or a text with a colon in quotes',
    ],
  ])("%s", async (_, from, to, message) => {
    expect(await refusal({ "small.yaml": changed(from, to) })).toBe(`error: small.yaml:${message}\n`);
  });
});

describe("a policy that", () => {
  const scaling = (desired: string, group = "sampler") =>
    `{ subject: "s", action: { kind: "scale", group: "${group}", desired: ${desired} }, because: [{ code: "c", facts: {} }] }`;
  const module = (decide: string) =>
    `export default {\n  name: "mine", version: 1, parameters: {}, begin: () => null,\n  decide: (observation) => ${decide},\n};\n`;

  test.each([
    ["throws", module("{ throw new Error('no idea') }"), ':3:36 policy "mine" at 0 s: it threw Error: no idea'],
    [
      "returns NaN",
      module(`({ memory: null, decisions: [${scaling("Number.NaN")}] })`),
      ': policy "mine" at 0 s: desired is NaN for group "sampler"; it must be a whole number of replicas, 0 or more',
    ],
    [
      "names an unknown group",
      module(`({ memory: null, decisions: [${scaling("1", "samplr")}] })`),
      ': policy "mine" at 0 s: there is no group "samplr"; did you mean "sampler"?',
    ],
    [
      "goes out of bounds",
      module(`({ memory: null, decisions: [${scaling("-1")}] })`),
      ': policy "mine" at 0 s: desired is -1 for group "sampler"; it must be a whole number of replicas, 0 or more',
    ],
    ["returns nothing", module("undefined"), ': policy "mine" at 0 s: decide returned no outcome'],
    [
      "has another name in the table",
      module("undefined").replace('"mine"', '"other"'),
      ': mine: policy "other" at 0 s: decide returned no outcome',
    ],
    [
      "answers later",
      module("Promise.resolve({ memory: null, decisions: [] })"),
      ': policy "mine" at 0 s: decide returned a promise; a policy answers at once',
    ],
    ["cannot be parsed", "export default {\n  name: ,\n};\n", ':2:9 Unexpected ","'],
    ["throws while it is loaded", "\nthrow new Error('not today');\n", ":2:7 cannot be loaded: not today"],
    [
      "is not there",
      "export const policy = 1;\n",
      " has no default export; expected a policy ({ name, version, parameters, begin, decide }) or define({ … })",
    ],
  ])("%s", async (_, text, message) => {
    const files = { "small.yaml": smallScenario, "mine.ts": text };
    expect(await refusal(files, "--policy", "mine.ts")).toBe(`error: mine.ts${message}\n`);
  });
});

describe("a trace that", () => {
  const scenario = changed(
    "poisson: { rate: 0.1/s }\n",
    "trace: { file: trace.csv, format: csv, columns: { arrival: at, duration: took, time: s, durationUnit: s } }\n",
  ).replace("    service: { lognormal: { mean: 15s, cv: 0.3 } }\n", "");

  test.each([
    ["is empty", "", "trace.csv: is empty; a trace has a line of column names and a row for each task"],
    ["has no row", "at,took\n", "trace.csv: has no rows; a trace has a line of column names and a row for each task"],
    ["lacks a column", "at,lasted\n1,2\n", 'trace.csv:1 no column "took" among "at", "lasted"'],
    [
      "has no usable row",
      "at,took\nsoon,2\n",
      'trace.csv: none of its 1 rows can be used: not a number: at (1, in line 2: "soon")',
    ],
    [
      "has an open quote",
      'at,took\n1,2\n"3,4\n',
      'trace.csv:3 a quoted field is still open at the end of the file; close it with "',
    ],
  ])("%s", async (_, text, message) => {
    expect(await refusal({ "small.yaml": scenario, "trace.csv": text })).toBe(`error: ${message}\n`);
  });

  test("is missing", async () => {
    expect(await refusal({ "small.yaml": scenario })).toBe(
      "error: small.yaml:18:20 workload[0].trace.file: there is no file trace.csv\n",
    );
  });
});

describe("the command line with", () => {
  test.each([
    [
      "a policy nobody knows",
      ["--policy", "statik"],
      '--policy statik: there is no such policy; did you mean "static"?',
    ],
    ["a module that is missing", ["--policy", "mine.ts"], "mine.ts: there is no such file"],
    [
      "a baseline that is not run",
      ["--baseline", "thre"],
      '--baseline thre: no such policy is run; did you mean "three"?',
    ],
    ["no seeds", ["--seeds", "0"], "--seeds 0: expected at least 1; seed 0 alone is 0,"],
    ["a picture without a size", ["--scale", "0"], "--scale 0: expected a number from 0.1 to 10"],
    ["seeds that are no numbers", ["--seeds", "few"], "--seeds few: expected how many, 10, or which, 1,2,5"],
    [
      "a setting that leads nowhere",
      ["--set", "groups.samplr.maximum=2"],
      '--set groups.samplr.maximum=2: groups has no "samplr"; did you mean "sampler"?',
    ],
    [
      "a setting with a bad value",
      ["--set", "check=soon"],
      '--set check=soon: "soon" is not a duration; write for example 15s, 2h, 1h30m or 250ms',
    ],
    [
      "results in the place of a file",
      ["--out", "small.yaml"],
      "cannot write results to small.yaml: it is a file; name a folder with --out",
    ],
    [
      "results below a file",
      ["--out", "small.yaml/a/b"],
      "cannot write results to small.yaml/a/b: part of its path is a file; name another folder with --out",
    ],
    ["two scenarios of one name", ["small.yaml"], 'two scenarios are called "small"; run one after the other'],
    ["one document for two scenarios", ["small.yaml", "--json"], "--json prints one document; give one scenario"],
  ])("%s", async (_, args, message) => {
    expect(await refusal({ "small.yaml": smallScenario }, ...args)).toBe(`error: ${message}\n`);
  });

  test("a scenario that is missing", async () => {
    await inFolder({}, async (folder) => {
      expect(await disfunSim(folder, ["run", "gone.yaml"])).toEqual({
        code: 2,
        out: "",
        err: "error: gone.yaml: there is no such file; `disfun-sim init` writes a scenario to start from\n",
      });
      expect(existsSync(`${folder}/out`)).toBe(false);
    });
  });
});

test("validate tells of every file that is wrong", async () => {
  const files = { "a.yaml": changed("check: 60s", "check: 60m3"), "b.yaml": smallScenario, "c.yaml": "" };
  await inFolder(files, async (folder) => {
    expect(await disfunSim(folder, ["validate", "a.yaml", "b.yaml", "c.yaml"])).toEqual({
      code: 2,
      out: "b.yaml: fine\n",
      err:
        'error: a.yaml:4:8 check: "60m3" is not a duration; write for example 15s, 2h, 1h30m or 250ms\n' +
        'c.yaml:1:1 the file is empty; a scenario begins with "version: 1"\n',
    });
  });
});

test("validate reads the traces", async () => {
  const scenario = changed("poisson: { rate: 0.1/s }", "trace: { file: a.csv, format: csv, columns: { arrival: at } }");
  const other = scenario.replace("a.csv", "b.csv");
  const files = { "small.yaml": scenario, "a.csv": "at\n1\nsoon\n", "other.yaml": other, "b.csv": "when\n1\n" };
  await inFolder(files, async (folder) => {
    expect(await disfunSim(folder, ["validate", "small.yaml", "other.yaml"])).toEqual({
      code: 2,
      out: "small.yaml: fine\n",
      err:
        'warning: trace a.csv: 1 of 2 rows left out: not a number: at (1, in line 3: "soon")\n' +
        'error: b.csv:1 no column "at" among "when"\n',
    });
  });
});

test("a warm-up of zero and a missing price are warned of", async () => {
  const scenario = changed("warmUp: 3m", "warmUp: 0s").replace(", price: $10/h", "");
  await inFolder({ "small.yaml": scenario }, async (folder) => {
    const { code, out } = await disfunSim(folder, ["run", "small.yaml"]);
    expect(code).toBe(0);
    expect(out).toContain(
      "warning: no warm-up in sampler: every policy looks better than it is\n" +
        "warning: no price anywhere: cost is not counted, and a policy that keeps everything running looks best\n",
    );
  });
});

const liveConfig = `version: 1
policy: static
groups: { sampler: { serves: [work], owner: { command: { read: [count] } } } }
sensors: [{ command: { run: [depth], gives: { queues.work.waiting: /ready } } }]
`;
const result = JSON.stringify({ version: 1, generator: {}, scenario: {}, fingerprint: "0" });

test.each([
  [["validate", "live.yaml"], "live.yaml: is a live configuration; try it by disfun-sim live live.yaml --checks 1"],
  [["run", "live.yaml"], "live.yaml: is a live configuration; try it by disfun-sim live live.yaml --checks 1"],
  [["live", "small.yaml"], "small.yaml: is a scenario; simulate it by disfun-sim run small.yaml"],
  [["validate", "result.json"], "result.json: is a saved result; disfun-sim report result.json makes its page"],
  [["live", "result.json"], "result.json: is a saved result; disfun-sim report result.json makes its page"],
])("%j is told in a sentence what the file is", async (args, message) => {
  await inFolder({ "live.yaml": liveConfig, "small.yaml": smallScenario, "result.json": result }, async (folder) => {
    expect(await disfunSim(folder, args)).toEqual({ code: 2, out: "", err: `error: ${message}\n` });
  });
});
