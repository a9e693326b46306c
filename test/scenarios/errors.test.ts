import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { UsageError } from "../../policies/index.ts";
import { loadScenario, ScenarioError } from "../../scenarios/index.ts";
import { load, MIX, mixWith, refusal } from "./mix.ts";

/** What is wrong, where it stands in the scenario, what stands there instead, and what the user is told. */
type Case = readonly [what: string, found: string, written: string, message: string];

const POLICY = "  - static\n";
const SERVICE = "    service: 15s\n";
const RATE = "poisson: { rate: 0.2/s }";

const BOTH = `  gpu: { cores: 8, memory: 64GiB, gpus: { count: 2, memory: 40GiB } }
  large: { cores: 8, memory: 1TiB }
groups:
  sampler:
    serves: sampler_queue
    needs: { memory: 65GiB, gpuMemory: 32GB }
`;

const FIELDS: readonly Case[] = [
  [
    "an unknown key",
    "maximum: 4",
    "maximm: 4",
    'mix.yaml:8:5 groups.sampler.maximm: unknown key "maximm"; did you mean "maximum"?',
  ],
  [
    "an unknown key at the top",
    "horizon",
    "hrizon",
    'mix.yaml:2:1 hrizon: unknown key "hrizon"; did you mean "horizon"?',
  ],
  [
    "a wrong unit",
    "32GB",
    "40Gib",
    'mix.yaml:10:25 groups.sampler.needs.gpuMemory: "40Gib" is not an amount of memory; write for example 40GiB, 32GB or 512MiB; did you mean 40GiB?',
  ],
  [
    "a negative rate",
    "0.2/s",
    "-0.2/s",
    'mix.yaml:13:22 workload[0].poisson.rate: "-0.2/s" is negative; a rate is at least 0',
  ],
  [
    "NaN",
    "0.2/s",
    ".nan",
    "mix.yaml:13:22 workload[0].poisson.rate: NaN is not a rate; write for example 0.2/s, 12/min or 3/h",
  ],
  ["NaN for a plain number", "cores: 8", "cores: .nan", "mix.yaml:4:27 nodes.gpu.cores: NaN is not a number"],
  ["a negative number", "cores: 8", "cores: -8", "mix.yaml:4:27 nodes.gpu.cores: -8 is too small; write more than 0"],
  ["half a replica", "maximum: 4", "maximum: 2.5", "mix.yaml:8:14 groups.sampler.maximum: 2.5 is not a whole number"],
  ["a text for a count", "maximum: 4", "maximum: lots", 'mix.yaml:8:14 groups.sampler.maximum: "lots" is not a number'],
  ["nothing for a count", "maximum: 4", "maximum:", "mix.yaml:8:13 groups.sampler.maximum: null is not a number"],
  [
    "an unknown word",
    "maximum: 4",
    "release: oldset",
    'mix.yaml:8:14 groups.sampler.release: "oldset" is not idle-first, oldest or newest; did you mean "oldest"?',
  ],
  [
    "a mapping that is none",
    "needs: { gpuMemory: 32GB }",
    "needs: 3",
    "mix.yaml:10:12 groups.sampler.needs: 3 is not a mapping",
  ],
  [
    "a missing field",
    "    serves: sampler_queue\n",
    "",
    "mix.yaml:6:3 groups.sampler.serves: is missing; write a text",
  ],
  ["a missing section", "policies:\n  - static\n", "", "mix.yaml:1:1 policies: is missing; write a list"],
  [
    "no policy",
    "policies:\n  - static\n",
    "policies: []\n",
    "mix.yaml:15:11 policies: a list is empty; write at least one entry",
  ],
  ["a horizon of zero", "horizon: 1h", "horizon: 0s", 'mix.yaml:2:10 horizon: "0s" is not more than 0'],
  ["no seeds", "horizon: 1h", "horizon: 1h\nseeds: 0", "mix.yaml:3:8 seeds: 0 is too small; write more than 0"],
  ["a seed twice", "horizon: 1h", "horizon: 1h\nseeds: [1, 2, 1]", "mix.yaml:3:15 seeds[2]: seed 1 is listed twice"],
  [
    "a misspelt part of a shorthand",
    "horizon: 1h",
    "horizon: 1h\ncheck: { period: 5s, phse: 1s }",
    'mix.yaml:3:22 check.phse: unknown key "phse"; did you mean "phase"?',
  ],
  [
    "a shorthand that is none",
    "horizon: 1h",
    "horizon: 1h\ncheck: 5sek",
    'mix.yaml:3:8 check: "5sek" is not a duration; write for example 15s, 2h, 1h30m or 250ms',
  ],
  [
    "a name like a number",
    "sampler:",
    "1:",
    'mix.yaml:6:3 groups.1: "1" cannot be used as a name; a name is a letter, then letters, digits, _ or -',
  ],
  [
    "a name with a dot",
    "sampler:",
    "a.b:",
    'mix.yaml:6:3 groups.a.b: "a.b" cannot be used as a name; a name is a letter, then letters, digits, _ or -',
  ],
  [
    "an unknown distribution",
    "15s",
    "{ lognorml: { mean: 15s, cv: 1 } }",
    'mix.yaml:14:16 workload[0].service.lognorml: unknown key "lognorml"; did you mean "lognormal"?',
  ],
  [
    "a distribution without its spread",
    "15s",
    "{ lognormal: { mean: 15s } }",
    "mix.yaml:14:16 workload[0].service.lognormal.cv: is missing; write a number",
  ],
  [
    "two distributions",
    "15s",
    "{ constant: 1s, exponential: { mean: 1s } }",
    "mix.yaml:14:14 workload[0].service: a distribution has constant and exponential; only one of constant, exponential, uniform, lognormal, gamma, weibull, empirical is allowed",
  ],
  [
    "bounds upside down",
    "15s",
    "{ uniform: { low: 9s, high: 3s } }",
    "mix.yaml:14:32 workload[0].service.uniform.low: low is more than high",
  ],
  [
    "no kind of source",
    `    ${RATE}\n`,
    "",
    "mix.yaml:12:5 workload[0]: a source needs one of poisson, curve, spikes, trace",
  ],
  [
    "two kinds of source",
    RATE,
    `${RATE}\n    spikes: { at: 1m, count: 3 }`,
    "mix.yaml:12:5 workload[0]: a source has poisson and spikes; only one of poisson, curve, spikes, trace is allowed",
  ],
];

const CROSS: readonly Case[] = [
  [
    "a misspelt queue",
    "queue: sampler_queue",
    "queue: sampler_qeue",
    'mix.yaml:12:12 workload[0].queue: no group serves the queue "sampler_qeue"; did you mean "sampler_queue"?',
  ],
  [
    "settings of a misspelt queue",
    "horizon: 1h",
    "horizon: 1h\nqueues: { sampler_queu: {} }",
    'mix.yaml:3:11 queues.sampler_queu: no group serves the queue "sampler_queu"; did you mean "sampler_queue"?',
  ],
  [
    "no GPU large enough",
    "32GB",
    "80GiB",
    "mix.yaml:10:25 groups.sampler.needs.gpuMemory: no GPU has 80GiB of memory; the largest has 40GiB",
  ],
  [
    "more GPUs than a node has",
    "gpuMemory: 32GB",
    "gpuMemory: 32GB, gpus: 3",
    "mix.yaml:10:37 groups.sampler.needs.gpus: no node has 3 GPUs with 32GB; the most on one node is 2",
  ],
  [
    "GPUs without memory",
    "gpuMemory: 32GB",
    "gpus: 1",
    "mix.yaml:10:5 groups.sampler.needs.gpuMemory: is missing; write what it takes on each GPU, for example 32GB",
  ],
  [
    "memory on no GPU",
    "gpuMemory: 32GB",
    "gpus: 0, gpuMemory: 32GB",
    "mix.yaml:10:34 groups.sampler.needs.gpuMemory: is given with 0 gpus; write gpus: 1, or leave it out",
  ],
  [
    "more memory than a node has",
    "gpuMemory: 32GB",
    "memory: 65GiB",
    "mix.yaml:10:22 groups.sampler.needs.memory: no node has 65GiB of memory; the largest has 64GiB",
  ],
  [
    "memory here and GPUs there",
    MIX.slice(MIX.indexOf("  gpu:"), MIX.indexOf("workload")),
    BOTH,
    "mix.yaml:9:12 groups.sampler.needs: no node has both the memory and the GPUs that a replica needs",
  ],
  [
    "a minimum above the maximum",
    "maximum: 4",
    "maximum: 4\n    minimum: 5",
    "mix.yaml:9:14 groups.sampler.minimum: 5 is more than the maximum, 4",
  ],
  [
    "too many at the start",
    "maximum: 4",
    "maximum: 4\n    initial: { replicas: 5 }",
    "mix.yaml:9:26 groups.sampler.initial.replicas: 5 is more than the maximum, 4",
  ],
  [
    "two nodes of one name",
    "  gpu: {",
    "  gpu-1: { cores: 8, memory: 4GiB }\n  gpu: {",
    'mix.yaml:5:3 nodes.gpu: two nodes would be called "gpu-1"; rename one',
  ],
  [
    "no service time",
    SERVICE,
    "",
    "mix.yaml:12:5 workload[0].service: is missing; write how long a task takes, for example 15s",
  ],
  [
    "a source after the run",
    SERVICE,
    `${SERVICE}    from: 2h\n`,
    "mix.yaml:15:11 workload[0].from: the source begins at 7200s, when the run is over: its horizon is 3600s",
  ],
  [
    "a source that ends before it begins",
    SERVICE,
    `${SERVICE}    from: 2m\n    until: 1m\n`,
    "mix.yaml:16:12 workload[0].until: the source ends at 60s but begins at 120s",
  ],
  [
    "a run without end",
    "horizon: 1h\n",
    "",
    "mix.yaml:11:5 workload[0].until: is missing, and the scenario has no horizon: the run would never end; write one of them",
  ],
  [
    "a curve that goes back",
    RATE,
    "curve: { points: [{ at: 1h, rate: 1/s }, { at: 30m, rate: 2/s }] }",
    "mix.yaml:13:52 workload[0].curve.points[1].at: 1800s is not after the point before it, 3600s",
  ],
  [
    "a curve longer than its repeat",
    RATE,
    "curve: { points: [{ at: 1h, rate: 1/s }], repeat: 1h }",
    "mix.yaml:13:29 workload[0].curve.points[0].at: 3600s is never reached: the curve starts again after 3600s",
  ],
  [
    "an unknown policy",
    POLICY,
    "  - statc\n",
    'mix.yaml:16:5 policies[0].policy: there is no policy "statc"; did you mean "static"?',
  ],
  [
    "one policy twice",
    POLICY,
    "  - static\n  - static\n",
    'mix.yaml:17:5 policies[1]: two policies are called "static"; give one another name: …',
  ],
  [
    "a policy from nowhere",
    POLICY,
    "  - name: mine\n",
    "mix.yaml:16:5 policies[0]: needs policy: NAME or file: ./my-policy.ts",
  ],
  [
    "a policy from two places",
    POLICY,
    "  - policy: static\n    file: mine.ts\n",
    "mix.yaml:17:11 policies[0].file: a policy is either from a file or from the catalogue; leave one out",
  ],
  [
    "an unknown parameter",
    POLICY,
    "  - policy: static\n    parameters: { coutns: { sampler: 2 } }\n",
    'mix.yaml:17:19 policies[0].parameters.coutns: policy "static" has no parameter "coutns"; did you mean "counts"?',
  ],
  [
    "a wrong value of a parameter",
    POLICY,
    "  - policy: static\n    parameters:\n      counts: { sampler: two }\n",
    'mix.yaml:18:26 policies[0].parameters.counts.sampler: policy "static": "counts.sampler" is "two", expected a number',
  ],
  [
    "a wrong unit in a parameter",
    POLICY,
    "  - policy: distributed-funsearch\n    parameters:\n      gpu: { minimumFreeMemory: 20Gib }\n",
    'mix.yaml:18:33 policies[0].parameters.gpu.minimumFreeMemory: policy "distributed-funsearch": "gpu.minimumFreeMemory" is "20Gib", expected a number; did you mean 20GiB?',
  ],
  [
    "a count of a group that is not there",
    POLICY,
    "  - policy: static\n    parameters: { counts: { smpler: 2 } }\n",
    'mix.yaml:17:29 policies[0].parameters.counts.smpler: there is no group "smpler"; did you mean "sampler"?',
  ],
];

const YAML: readonly (readonly [what: string, text: string, message: string])[] = [
  ["an empty file", "", 'mix.yaml:1:1 the file is empty; a scenario begins with "version: 1"'],
  ["a file of comments", "# nothing\n", 'mix.yaml:1:1 the file is empty; a scenario begins with "version: 1"'],
  ["a text", "just text", 'mix.yaml:1:1 found "just text"; a scenario begins with "version: 1"'],
  ["a list", "- a\n- b\n", 'mix.yaml:1:1 found a list; a scenario begins with "version: 1"'],
  ["no version", mixWith("version: 1\n", ""), 'mix.yaml:1:1 version: is missing; write "version: 1"'],
  [
    "another version",
    mixWith("version: 1", "version: 2"),
    "mix.yaml:1:10 version: 2 is not known; this program reads 1",
  ],
  [
    "a key twice",
    mixWith("horizon: 1h", "horizon: 1h\nhorizon: 2h"),
    'mix.yaml:3:1 the key "horizon" is written twice',
  ],
  ["a tab", mixWith("  gpu:", "\tgpu:"), "mix.yaml:4:1 not valid YAML: Tabs are not allowed as indentation"],
  [
    "a bracket that stays open",
    mixWith("15s", "[15s"),
    "mix.yaml:15:1 not valid YAML: Flow sequence in block collection must be sufficiently indented and end with a ]",
  ],
  [
    "aliases of aliases",
    bomb(),
    "mix.yaml its aliases cannot be followed: Excessive alias count indicates a resource exhaustion attack",
  ],
];

function bomb(): string {
  const names = ["b", "c", "d", "e"];
  const lists = names.map((name, index) => {
    const before = `*${index === 0 ? "a" : names[index - 1]}`;
    return `${name}: &${name} [${Array(9).fill(before).join(", ")}]`;
  });
  return ["version: 1", "a: &a [x, x, x]", ...lists].join("\n");
}

test.each(FIELDS)("refuses %s", (_, found, written, message) => {
  expect(refusal(mixWith(found, written))).toBe(message);
});
test.each(CROSS)("judges %s", (_, found, written, message) => {
  expect(refusal(mixWith(found, written))).toBe(message);
});
test.each(YAML)("refuses %s", (_, text, message) => {
  expect(refusal(text)).toBe(message);
});

test("reports all that is wrong at once, in the order of the file, the first one leading", () => {
  const text = mixWith("maximum: 4", "maximm: 4").replace("0.2/s", "2").replace("15s", "soon").replace("1h", "0");
  expect(
    refusal(text)
      .split("\n")
      .map((line) => line.split(" ", 2).join(" ")),
  ).toEqual(["mix.yaml:2:10 horizon:", "mix.yaml:8:5 groups.sampler.maximm:", "mix.yaml:14:14 workload[0].service:"]);
  expect(() => load(text)).toThrow(expect.objectContaining({ place: { file: "mix.yaml", line: 2, column: 10 } }));
});

test("shows ten problems and counts the rest", () => {
  const keys = Array.from({ length: 13 }, (_, index) => `unknown${index}: 1`).join("\n");
  const lines = refusal(`${MIX}${keys}\n`).split("\n");
  expect(lines).toHaveLength(11);
  expect(lines.at(-1)).toBe("and 3 more");
});

describe("files", () => {
  const folder = mkdtempSync(join(tmpdir(), "scenario-"));

  test("refuses one that is not there", async () => {
    const error = await loadScenario(join(folder, "nowhere.yaml")).catch((caught) => caught);
    expect(error).toBeInstanceOf(UsageError);
    expect(error.message).toBe("there is no such file; `disfun-sim init` writes a scenario to start from");
    expect(error.place).toEqual({ file: join(folder, "nowhere.yaml") });
  });

  test("refuses a folder", async () => {
    await expect(loadScenario(folder)).rejects.toThrow("is a folder; name a scenario file in it");
  });

  test("reads one that is there, with the text as it is", async () => {
    const file = join(folder, "mix.yaml");
    writeFileSync(file, MIX);
    const { scenario, text } = await loadScenario(file);
    expect(scenario.name).toBe("mix");
    expect(text).toBe(MIX);
  });

  test("refuses a trace or policy module that is not there, and names the path tried", () => {
    expect(refusal(mixWith(RATE, "trace: { file: no.csv, format: gentd26 }"))).toBe(
      `mix.yaml:13:20 workload[0].trace.file: there is no file ${join(process.cwd(), "no.csv")}`,
    );
    expect(refusal(mixWith(POLICY, "  - file: ./mine.ts\n"))).toBe(
      `mix.yaml:16:11 policies[0].file: there is no file ${join(process.cwd(), "mine.ts")}`,
    );
  });

  test("says where to get a third-party trace", () => {
    vi.stubEnv("DISFUN_TRACES", folder);
    const trace = "trace: { file: $DISFUN_TRACES/alibaba-gentd26/lora_request_trace.csv.gz, format: gentd26 }";
    expect(refusal(mixWith(RATE, trace))).toBe(
      `mix.yaml:13:20 workload[0].trace.file: there is no file ${folder}/alibaba-gentd26/lora_request_trace.csv.gz; get ` +
        "cluster-trace-v2026-GenAI/lora_request_trace.csv of github.com/alibaba/clusterdata (no license file; its README " +
        "allows research and study), gzipped and put it there (DISFUN_TRACES names the folder, " +
        '"../shared/traces" beside the project when unset)',
    );
    vi.unstubAllEnvs();
  });

  test("judges how a trace is read", () => {
    writeFileSync(join(folder, "a.csv"), "at\n1\n");
    const problems = (trace: string) =>
      refusal(mixWith(`    ${RATE}\n${SERVICE}`, `    trace: { file: ${folder}/a.csv, ${trace} }\n`)).replace(
        /^\S+ \S+ /,
        "",
      );
    expect(problems("format: csv")).toBe("is missing; format csv needs columns: { arrival: … }");
    expect(problems("format: csv, columns: { arrival: at }")).toBe(
      "has neither end nor duration; name one, or write service beside the trace",
    );
    expect(problems("format: gentd26, columns: { arrival: at }")).toBe(
      "format gentd26 has fixed columns; leave this out",
    );
    expect(problems("format: gentd26, perToken: { input: 0, output: 0 }")).toBe(
      "format gentd26 has no tokens; leave this out",
    );
    expect(problems("format: azure-llm")).toBe(
      "is missing; this format has no service times: write perToken here, or service beside the trace",
    );
    expect(problems("format: gentd26, window: { from: 2m, until: 1m }")).toBe(
      "the window ends at 60s but begins at 120s",
    );
    expect(problems("format: gentd26")).toBe("accepted");
  });
});

test("a refusal is one error that holds them all", () => {
  const error = (() => {
    try {
      return load(mixWith("maximum: 4", "maximm: 4").replace("15s", "soon"));
    } catch (caught) {
      return caught;
    }
  })();
  expect(error).toBeInstanceOf(ScenarioError);
  expect((error as ScenarioError).problems).toHaveLength(2);
  expect((error as ScenarioError).message).toBe((error as ScenarioError).problems[0]?.message);
});
