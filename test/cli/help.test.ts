import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { disfunSim, inFolder, root } from "./disfun-sim.ts";

describe("help", () => {
  test("names every command and exit code", async () => {
    const { code, out, err } = await disfunSim(root, ["--help"]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    for (const word of [
      "run <scenario..>",
      "validate <file..>",
      "schema [of]",
      "init [name] [policy]",
      "trace",
      "scenario",
      "policies [name]",
      "report <file>",
      "compare <file..>",
      "replay <file>",
      "explain <file>",
      "check <subject..>",
      "live <config>",
      "doctor <config>",
      "fidelity <file..>",
      "completion",
    ]) {
      expect(out).toContain(`disfun-sim ${word}`);
    }
    for (const exit of ["0 fine", "1 an", "2 usage", "69 service", "70 our bug", "130 interrupted"])
      expect(out).toContain(exit);
  });

  test("of a command shows its options and an example", async () => {
    const { code, out } = await disfunSim(root, ["run", "--help"]);
    expect(code).toBe(0);
    for (const option of [
      "--policy",
      "--seeds",
      "--set",
      "--out",
      "--journal",
      "--json",
      "--dry-run",
      "--quiet",
      "--open",
    ]) {
      expect(out).toContain(option);
    }
    expect(out).toContain("disfun-sim run scenarios/burst.yaml --seeds 10");
  });

  test("loads nothing but the parser: what commands need comes when they run", () => {
    const entry = readFileSync(join(root, "dist/bin/disfun-sim.js"), "utf8");
    const imported = [...entry.matchAll(/^import .*? from "(.*)";$/gm)].map(([, name]) => name ?? "");
    const builtin = /^(node:)?(assert|fs|module|path|url|util)$/;
    expect([...new Set(imported.filter((name) => !builtin.test(name)))].sort()).toEqual([
      "../policies/suggest.js",
      "../policies/usage-error.js",
      "./version.js",
    ]);
  });
});

test("the version names the tool, Node and the formats", async () => {
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const { code, out } = await disfunSim(root, ["--version"]);
  expect({ code, out }).toEqual({
    code: 0,
    out: `disfun-sim ${version}\nnode ${process.versions.node}\nformats: scenario 1, result 1, journal 1\n`,
  });
});

test.each([
  [
    [],
    "Say which command: run, validate, schema, init, trace, scenario, policies, report, compare, replay, explain, check, live, doctor, fidelity or completion",
  ],
  [["ru"], 'There is no such command; did you mean "run"?'],
  [["frobnicate"], "Unknown argument: frobnicate"],
  [["scenario"], "Say which: scenario from-journal JOURNAL"],
  [["trace"], "Say which: trace info FILE or trace fit FILE"],
  [["run", "a.yaml", "--polcy", "static"], "Unknown argument: polcy; did you mean --policy?"],
  [["run", "a.yaml", "--seed", "3"], "Unknown argument: seed; did you mean --seeds?"],
  [["run", "a.yaml", "--out"], "Not enough arguments following: out"],
  [["schema", "journal"], 'schema journal: expected one of "scenario", "result", "live"'],
  [
    ["run", "a.yaml", "--format", "xls", "--journal", "some"],
    '--format xls: expected one of "text", "md", "csv", "json", "svg", "png"',
  ],
  [["completion", "fish"], "completion fish: there is completion for bash and zsh"],
])("disfun-sim %j is refused in one line", async (args, message) => {
  expect(await disfunSim(root, args)).toEqual({ code: 2, out: "", err: `error: ${message} (see disfun-sim --help)\n` });
});

test.each([
  [["run"], "<scenario..>", "run <scenario..>", "run"],
  [["trace", "info"], "<file>", "trace info <file>", "trace info"],
  [["live"], "<config>", "live <config>", "live"],
  [["doctor"], "<config>", "doctor <config>", "doctor"],
  [["live", "scale", "live.yaml", "workers"], "<count>", "live scale <config> <group> <count>", "live scale"],
])("disfun-sim %j tells what is missing", async (args, missing, usage, command) => {
  const err = `error: Missing ${missing}: disfun-sim ${usage} (see disfun-sim ${command} --help)\n`;
  expect(await disfunSim(root, args)).toEqual({ code: 2, out: "", err });
});

describe("completion", () => {
  test("prints a script that asks the command itself", async () => {
    const { code, out } = await disfunSim(root, ["completion"]);
    expect(code).toBe(0);
    expect(out).toContain("--get-yargs-completions");
  });

  test("is of the shell that is named, else of the user's", async () => {
    const isForZsh = async (shell: string, ...named: string[]) =>
      (await disfunSim(root, ["completion", ...named], { SHELL: shell, ZSH_NAME: "" })).out.startsWith("#compdef");
    expect(await isForZsh("/bin/bash")).toBe(false);
    expect(await isForZsh("/bin/bash", "zsh")).toBe(true);
    expect(await isForZsh("/bin/zsh")).toBe(true);
    expect(await isForZsh("/bin/zsh", "bash")).toBe(false);
  });

  test("offers commands, options, policies and scenarios", async () => {
    await inFolder({ "mine.yaml": "", "other.txt": "" }, async (folder) => {
      const offered = async (...words: string[]) => {
        const { code, out, err } = await disfunSim(folder, ["--get-yargs-completions", "disfun-sim", ...words]);
        expect({ code, err }).toEqual({ code: 0, err: "" });
        return out.trim().split("\n");
      };
      expect(await offered("")).toEqual(expect.arrayContaining(["run", "validate", "schema", "init", "completion"]));
      expect(await offered("run", "--s")).toEqual(expect.arrayContaining(["--seeds", "--set"]));
      expect(await offered("run", "--policy", "")).toEqual(expect.arrayContaining(["static", "distributed-funsearch"]));
      expect(await offered("policies", "")).toEqual(expect.arrayContaining(["utilization", "cooled"]));
      expect(await offered("check", "")).toContain("utilization");
      expect(await offered("check", "utilization", "--v")).toContain("--vary-parameters");
      expect(await offered("policies", "--")).toContain("--json");
      expect(await offered("run", "")).toEqual(["mine.yaml"]);
      expect(await offered("schema", "")).toEqual(expect.arrayContaining(["scenario", "result"]));
    });
  });
});
