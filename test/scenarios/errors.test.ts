import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { UsageError } from "../../policies/index.ts";
import { loadScenario, ScenarioError } from "../../scenarios/index.ts";
import { load, MIX, mixWith, POLICY, RATE, refusal, SERVICE } from "./mix.ts";

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
  [
    "a key written twice, first without a value",
    mixWith("horizon: 1h", "horizon:\nhorizon: 1h"),
    'mix.yaml:3:1 the key "horizon" is written twice',
  ],
  ["a tab", mixWith("  gpu:", "\tgpu:"), "mix.yaml:4:1 not valid YAML: a tab indents this line; indent with spaces"],
  ["a key that is a list", `${MIX}? [a]\n: 1\n`, "mix.yaml:17:3 not valid YAML: a key is a word, not a list or a map"],
  [
    "a bracket that stays open",
    mixWith("15s", "[15s"),
    "mix.yaml:15:1 not valid YAML: a bracket opened before it is not closed",
  ],
  [
    "aliases of aliases",
    bomb(),
    "mix.yaml: its aliases cannot be followed: Excessive alias count indicates a resource exhaustion attack",
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

describe("mistakes that have nothing to do with each other are told together:", () => {
  const unknownPolicy = "policies[0].policy: there is no policy";
  test.each([
    [
      ["maximum: 4", "maximm: 4"],
      ["  - static", "  - statc"],
      ["groups.sampler.maximm: unknown key", unknownPolicy],
    ],
    [
      ["60s", "60 ells"],
      ["  - static", "  - statc"],
      ['groups.sampler.warmUp: "60 ells" is not', unknownPolicy],
    ],
    [
      ["horizon: 1h", "hrizon: 1h"],
      ["  - static", "  - { policy: static, parameters: { cunts: { sampler: 1 }, count: 1 } }"],
      [
        "hrizon: unknown key",
        'policies[0].parameters.cunts: policy "static" has no',
        'policies[0].parameters.count: policy "static" has no',
      ],
    ],
    [
      ["maximum: 4", "maximum: 4\n    minimum: 7"],
      ["  - static", "  - { policy: static, nme: x }"],
      ["groups.sampler.minimum: 7 is more", "policies[0].nme: unknown key"],
    ],
    // Not told: what may follow from a name that is not known, such as that there are no GPUs, no groups or no counts.
    [
      ["gpus: {", "gpu: {"],
      ["  - static", "  - statc"],
      ["nodes.gpu.gpu: unknown key", unknownPolicy],
    ],
    [
      ["groups:", "grups:"],
      ["  - static", "  - { policy: static, parameters: { counts: { sampler: 1 } } }"],
      ["groups: is missing", "grups: unknown key"],
    ],
    [
      ["maximum: 4", "maximum: 4"],
      ["  - static", "  - { policy: static, paramters: { counts: { sampler: 1 } } }"],
      ["policies[0].paramters: unknown key"],
    ],
  ])("%j, %j", ([right = "", wrong = ""], [name = "", misspelt = ""], told) => {
    const lines = refusal(mixWith(right, wrong).replace(name, misspelt)).split("\n");
    expect(lines.map((line) => line.replace(/^mix\.yaml:\d+:\d+ /, "").replace(/; did you mean .*/, ""))).toEqual(
      told.map((text) => expect.stringContaining(text)),
    );
  });
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

  test("says what was meant by the name of a trace, and what is not expanded in it", () => {
    writeFileSync(join(folder, "plain.csv"), "at\n1\n");
    const told = (file: string) =>
      refusal(mixWith(RATE, `trace: { file: "${file}", format: gentd26 }`)).replace(/^.* there is no file \S+; /, "");
    expect(told(`${folder}/Plain.CSV`)).toBe(`did you mean "${folder}/plain.csv"?`);
    expect(told(`${folder}/plian.csv`)).toBe(`did you mean "${folder}/plain.csv"?`);
    expect(told(`${folder}/requests.csv`)).toContain("there is no file");
    const only = "is not expanded, only $DISFUN_TRACES/ at the front is; write the path itself";
    expect(told("~/plain.csv")).toBe(`~ ${only}`);
    expect(told("$HOME/plain.csv")).toBe(`$HOME ${only}`);
    expect(told("traces/$RUN.csv")).toBe(`$RUN ${only}`);
  });

  test("suggests a third-party trace that is there", () => {
    vi.stubEnv("DISFUN_TRACES", folder);
    writeFileSync(join(folder, "azure.csv"), "at\n1\n");
    expect(refusal(mixWith(RATE, "trace: { file: $DISFUN_TRACES/azur.csv, format: gentd26 }"))).toMatch(
      /; did you mean "\$DISFUN_TRACES\/azure\.csv"\?$/,
    );
    vi.unstubAllEnvs();
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
    expect(problems("format: counts, columns: { arrival: at, duration: took }")).toContain(
      "format counts has no such column; leave this out",
    );
    expect(problems("format: csv, columns: { arrival: at, duration: took, count: n }")).toBe(
      "format csv has no such column; leave this out",
    );
    expect(problems("format: csv, columns: { arrival: at, end: done, duration: took }")).toBe(
      "duration tells the service time too; leave one of them out",
    );
    expect(problems("format: csv, columns: { arrival: at, end: at }")).toBe(
      '"at" is the column of arrivals too; name the one with the time of completion',
    );
    expect(problems("format: csv, columns: { arrival: at, duration: at }")).toBe(
      '"at" is the column of arrivals too; name the one with the service time',
    );
    expect(problems("format: gentd26, perToken: { input: 0, output: 0 }")).toBe(
      "format gentd26 has no tokens; leave this out",
    );
    expect(problems("format: azure-llm")).toBe(
      "is missing; this format has no service times: write perToken or speeds here, or service beside the trace",
    );
    expect(problems("format: gentd26, window: { from: 2m, until: 1m }")).toBe(
      "the window ends at 60s but begins at 120s",
    );
    expect(problems("format: gentd26")).toBe("accepted");
  });
});

test("of two columns with the service time, the place of one is told", () => {
  const columns = "columns: { arrival: at, end: done, duration: took }";
  expect(refusal(mixWith(RATE, `trace: { file: package.json, format: csv, ${columns} }`))).toBe(
    "mix.yaml:13:76 workload[0].trace.columns.end: duration tells the service time too; leave one of them out",
  );
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
