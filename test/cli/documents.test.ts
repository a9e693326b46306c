import { execFile } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { imports, policyTemplate, testTemplate } from "../../bin/run/policy-template.ts";
import { parseLive } from "../../live/config.ts";
import { kindOf } from "../../live/schema-sensors.ts";
import { catalogue } from "../../policies/index.ts";
import { disfunSim, inFolder, root } from "./disfun-sim.ts";
import { printedTable, shownTable } from "./readme-table.ts";

interface Block {
  readonly language: string;
  readonly file: string | undefined;
  readonly text: string;
}

/** The fenced blocks of a document; a name after the language says which file the block is. */
function blocksOf(document: string): Block[] {
  const text = readFileSync(join(root, document), "utf8");
  return [...text.matchAll(/^( *)```(\w+)(?: (\S+))?\n([\s\S]*?)\n\1```$/gm)].map(
    ([, indent, language, file, body]) => ({
      language: language ?? "",
      file,
      text: `${(body ?? "").replaceAll(new RegExp(`^${indent}`, "gm"), "")}\n`,
    }),
  );
}

/** The command lines of a document that a user types after installing. */
/** A slow machine is told how far a run is. */
function withoutProgress(err: string): string {
  return err.replaceAll(/^.*: \d+\/\d+ runs · .*\n/gm, "");
}

function commandsOf(blocks: readonly Block[]): string[][] {
  const lines = blocks.filter(({ language }) => language === "sh").flatMap(({ text }) => text.trimEnd().split("\n"));
  const commands = lines.flatMap((line) => line.split(" && ")).filter((line) => line.startsWith("npx disfun-sim "));
  return commands.map((line) => line.split(" ").slice(2));
}

/** A folder as after `npm ci`, with the files of the document. */
async function withFiles(blocks: readonly Block[], use: (folder: string) => Promise<void>): Promise<void> {
  await inFolder({}, async (folder) => {
    cpSync(join(root, "scenarios"), join(folder, "scenarios"), { recursive: true });
    mkdirSync(join(folder, "node_modules"));
    symlinkSync(root, join(folder, "node_modules/disfun-sim"));
    for (const { file, text } of blocks) {
      if (file === undefined) continue;
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    }
    await use(folder);
  });
}

describe("README", () => {
  const blocks = blocksOf("README.md");

  test("its commands work as they are written", async () => {
    const commands = commandsOf(blocks);
    expect(commands.length).toBeGreaterThanOrEqual(6);
    await withFiles(blocks, async (folder) => {
      for (const command of commands) {
        const { code, err } = await disfunSim(folder, [...command]);
        expect({ command, code, err: withoutProgress(err) }).toEqual({ command, code: 0, err: "" });
      }
    });
  });

  test("its policy keeps to the bounds of its group", async () => {
    await withFiles(blocks, async (folder) => {
      const { out } = await disfunSim(folder, ["run", "small.yaml", "--seeds", "1", "--policy", "mine.ts"]);
      expect(out).toMatch(/^mine /m);
      expect(out).not.toContain("warning");
    });
  });

  test("its scenario is fine", async () => {
    await withFiles(blocks, async (folder) => {
      expect(await disfunSim(folder, ["validate", "small.yaml"])).toEqual({
        code: 0,
        out: "small.yaml: fine\n",
        err: "",
      });
    });
  });

  test("its trace is read as its scenario says", async () => {
    const workload = blocks.find(({ language, text }) => language === "yaml" && text.startsWith("workload:"))?.text;
    await withFiles(blocks, async (folder) => {
      const small = readFileSync(join(folder, "small.yaml"), "utf8");
      writeFileSync(join(folder, "replay.yaml"), small.replace(/^workload:\n(?: .*\n)*/m, `${workload}`));
      const told = await disfunSim(folder, ["validate", "replay.yaml"]);
      expect(told).toEqual({ code: 0, out: "replay.yaml: fine\n", err: "" });
      const { out } = await disfunSim(folder, ["run", "replay.yaml", "--json", "--no-baselines"]);
      expect(JSON.parse(out).workload).toMatchObject([{ file: "requests.csv", rows: 4, used: 4, sorted: true }]);
    });
  });

  test("its live configuration tells of a change", async () => {
    await withFiles(blocks, async (folder) => {
      const { out } = await disfunSim(folder, ["live", "live.yaml", "--checks", "1"]);
      expect(out).toMatch(/ workers: would go 1 to 8, work-waits /);
    });
  });

  test("its live configuration with a broker is accepted", () => {
    const text = blocks.find(({ file }) => file === "samplers.yaml")?.text ?? "";
    const { policy, written } = parseLive(text, "samplers.yaml");
    expect(policy.policy).toEqual({ name: "distributed-funsearch" });
    expect(written.groups.sampler?.owner.processes?.run).toEqual(["python", "sampler.py"]);
    expect(written.sensors.map(kindOf)).toEqual(["rabbitmq", "rabbitmqManagement", "host", "nvidia"]);
  });

  test("its program prints a line for each size", async () => {
    await withFiles(blocks, async (folder) => {
      const { stdout } = await promisify(execFile)(process.execPath, ["sizes.mjs"], { cwd: folder });
      expect(stdout.trimEnd().split("\n")).toEqual([
        expect.stringMatching(/^1 replicas: p95 wait [\d.]+ s, \$5\.00$/),
        expect.stringMatching(/^2 replicas: p95 wait [\d.]+ s, \$/),
        expect.stringMatching(/^4 replicas: p95 wait [\d.]+ s, \$/),
      ]);
    });
  });

  test("its table is what the command prints; npm run docs renews it", async () => {
    expect(await printedTable()).toBe(shownTable());
  });

  test("its table of policies is the catalogue with its presets", () => {
    const text = readFileSync(join(root, "README.md"), "utf8");
    const listed = [...text.matchAll(/^\| `.*$/gm)].map(([row]) => row);
    const known = catalogue.flatMap(({ name, summary, presets = {} }) => [
      `| \`${name}\` | ${summary} |`,
      ...Object.entries(presets).map(([preset, about]) => `| \`${name}\`, \`preset: ${preset}\` | ${about.summary} |`),
    ]);
    expect(listed).toEqual(known);
  });

  test("its exit codes are those of --help", async () => {
    const text = readFileSync(join(root, "README.md"), "utf8");
    const listed = [...text.matchAll(/^\| (\d+) \| /gm)].map(([, code]) => code);
    const { out } = await disfunSim(root, ["--help"]);
    expect([...out.slice(out.indexOf("Exit codes")).matchAll(/(\d+) [a-z]/g)].map(([, code]) => code)).toEqual(listed);
  });
});

describe("CONTRIBUTING", () => {
  const blocks = blocksOf("CONTRIBUTING.md");
  const [policy, sample] = blocks.filter(({ language }) => language === "ts");

  test("its policy and test are what init writes", () => {
    expect(policyTemplate("backlog-per-replica", imports.here)).toBe(policy?.text);
    expect(testTemplate("backlog-per-replica")).toBe(sample?.text);
  });

  test("its policy runs as its recipe says", async () => {
    await withFiles([], async (folder) => {
      cpSync(join(root, "policies"), join(folder, "policies"), { recursive: true });
      writeFileSync(join(folder, policy?.file ?? ""), `${policy?.text}export default backlogPerReplica;\n`);
      const [command = []] = commandsOf(blocks);
      const { code, err, out } = await disfunSim(folder, command);
      expect({ code, err: withoutProgress(err) }).toEqual({ code: 0, err: "" });
      expect(out).toMatch(/^backlog-per-replica /m);
    });
  });

  test("its code passes the formatter and the linter as it stands", async () => {
    await withFiles(blocks, async (folder) => {
      const files = [policy, sample].map((block) => join(folder, block?.file ?? ""));
      const args = ["check", "--error-on-warnings", `--config-path=${root}`, ...files];
      await promisify(execFile)(join(root, "node_modules/.bin/biome"), args);
    });
  });

  test("its sample test passes once the policy is in the catalogue", async () => {
    await withFiles([], async (folder) => {
      cpSync(join(root, "policies"), join(folder, "policies"), { recursive: true });
      cpSync(join(root, "test/policies/observations.ts"), join(folder, "test/policies/observations.ts"));
      for (const block of [policy, sample]) writeFileSync(join(folder, block?.file ?? ""), block?.text ?? "");
      for (const name of ["vitest", "zod"]) {
        symlinkSync(join(root, "node_modules", name), join(folder, "node_modules", name));
      }
      const catalogued = join(folder, "policies/catalogue.ts");
      const listed = readFileSync(catalogued, "utf8").replace(/,?\s*\];\s*$/, ", backlogPerReplica];\n");
      writeFileSync(catalogued, `import { backlogPerReplica } from "./backlog-per-replica.ts";\n${listed}`);
      const vitest = join(root, "node_modules/.bin/vitest");
      const { stdout } = await promisify(execFile)(vitest, ["run", "--root", folder], { cwd: folder });
      expect(stdout).toMatch(/1 passed/);
    });
  });
});

describe("CHECKS", () => {
  const blocks = blocksOf("CHECKS.md");

  test("its tests pass, and its command works", async () => {
    await withFiles(blocks, async (folder) => {
      for (const name of ["vitest", "zod"]) {
        symlinkSync(join(root, "node_modules", name), join(folder, "node_modules", name));
      }
      const vitest = join(root, "node_modules/.bin/vitest");
      const { stdout } = await promisify(execFile)(vitest, ["run", "--root", folder, "--testTimeout=60000"], {
        cwd: folder,
      });
      expect(stdout).toMatch(/2 passed/);
      const [command = []] = commandsOf(blocks);
      const { code, err } = await disfunSim(folder, command);
      expect({ code, err: withoutProgress(err) }).toEqual({ code: 0, err: "" });
    });
  });
});

test.each(["README.md", "CONTRIBUTING.md", "ARCHITECTURE.md", "CHANGELOG.md", "CHECKS.md"])(
  "every link of %s leads somewhere",
  (document) => {
    const text = readFileSync(join(root, document), "utf8");
    const links = [...text.matchAll(/\]\((?!https:)([^)#]+)\)/g)].map(([, link]) => link ?? "");
    for (const link of links) expect(() => readFileSync(join(root, link)), link).not.toThrow();
  },
);
