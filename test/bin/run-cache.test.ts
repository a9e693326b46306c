import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { moduleFiles } from "../../bin/run/module-files.ts";
import { remembering } from "../../bin/run/run-cache.ts";
import type { Scenario } from "../../scenarios/index.ts";
import { alone, type Job } from "../../sim/index.ts";
import { poisson, scenarioOf, scripted } from "../sim/scenario-of.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "disfun-sim-"));
  vi.stubEnv("DISFUN_CACHE", join(folder, "cache"));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

const policy = (count: number, label = "one") => ({ label, policy: { name: "static" }, parameters: { count } });
const base = scenarioOf({ horizon: 500, workload: [poisson(0.1, 8)], policies: [policy(1)] });
const job = { label: "one", seed: 1 };

function write(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

/** Makes a run through the cache; says whether it was made anew, and gives the journal. */
async function make(scenario: Scenario = base, asked: Job = job, { journal = false, detail = true } = {}) {
  const create = () => scripted(() => ({ worker: 2 }));
  const here = alone(
    scenario,
    scenario.policies.map(({ label }) => ({ label, create })),
    new Map(),
  );
  const run = vi.fn(here.run);
  const lines: string[] = [];
  const watch = { onPart: () => {}, detail, ...(journal && { journal: (line: string) => lines.push(line) }) };
  const found = await remembering({ ...here, run }, scenario, new Map()).run(asked, watch);
  return { found, anew: run.mock.calls.length > 0, lines };
}

const files = () => readdirSync(join(folder, "cache/runs")).map((name) => join(folder, "cache/runs", name));

describe("a run that was made before", () => {
  test("is the same, whatever the scenario and the policy are called and how many seeds there are", async () => {
    const { found: first, anew } = await make();
    expect(anew).toBe(true);
    expect(await make()).toEqual({ found: first, anew: false, lines: [] });
    const renamed = { ...base, name: "other", description: "more", seeds: [1, 2], policies: [policy(1, "two")] };
    expect(await make(renamed, { label: "two", seed: 1 })).toEqual({ found: first, anew: false, lines: [] });
  });

  test.each([
    ["the seed", base, { ...job, seed: 2 }],
    ["the horizon", { ...base, horizon: 400 }, job],
    ["the objective", { ...base, objective: { wait: 5 } }, job],
    ["a parameter", { ...base, policies: [policy(2)] }, job],
  ])("is made anew where %s is another", async (_, scenario, asked) => {
    await make();
    expect((await make(scenario, asked)).anew).toBe(true);
  });

  test("may be of a fixed size, as the search for the best one asks for them", async () => {
    const size = (worker: number): Job => ({ label: "best static", seed: 1, counts: { worker } });
    const first = await make(base, size(2));
    expect(first.anew).toBe(true);
    expect(await make(base, size(2))).toEqual({ ...first, anew: false });
    expect((await make(base, size(3))).anew).toBe(true);
  });

  test("is made anew for its journal once, and then has it", async () => {
    await make();
    const first = await make(base, job, { journal: true });
    expect(first.anew).toBe(true);
    expect(first.lines.length).toBeGreaterThan(10);
    expect(await make(base, job, { journal: true })).toEqual({ ...first, anew: false });
  });

  test("is made anew for its detail once, and then has it", async () => {
    const { found: brief } = await make(base, job, { detail: false });
    expect(brief.detail).toBeUndefined();
    const { found, anew } = await make();
    expect(anew).toBe(true);
    expect(found.measures).toEqual(brief.measures);
    expect(await make()).toEqual({ found, anew: false, lines: [] });
  });

  test.each([
    ["cut short", (bytes: Buffer) => bytes.subarray(0, bytes.length - 20)],
    ["overwritten", (bytes: Buffer) => Buffer.alloc(bytes.length, 7)],
    ["empty", () => Buffer.alloc(0)],
  ])("is made anew where its file is %s", async (_, damage) => {
    const { found } = await make();
    for (const file of files()) writeFileSync(file, damage(readFileSync(file)));
    expect(await make()).toEqual({ found, anew: true, lines: [] });
    expect((await make()).anew).toBe(false);
  });

  test("is not taken from a file of another's name", async () => {
    await make();
    const [one = ""] = files();
    const bytes = readFileSync(one);
    await make(base, { ...job, seed: 2 });
    for (const file of files()) writeFileSync(file, bytes);
    expect((await make(base, { ...job, seed: 2 })).anew).toBe(true);
  });

  test("is made anew without a folder to keep it in", async () => {
    vi.stubEnv("DISFUN_CACHE", "");
    await make();
    expect((await make()).anew).toBe(true);
    vi.stubEnv("DISFUN_CACHE", write("file", ""));
    await make();
    expect((await make()).anew).toBe(true);
  });
});

describe("a policy of the user's", () => {
  const own = (file: string) => ({ ...base, policies: [{ label: "one", policy: { file }, parameters: {} }] });

  test("counts by its content and that of what it imports", async () => {
    const file = write("mine.ts", 'import { rule } from "./rule.js";\nexport default rule;\n');
    write("rule.ts", "export const rule = 1;\n");
    await make(own(file));
    expect((await make(own(file))).anew).toBe(false);
    write("rule.ts", "export const rule = 2;\n");
    expect((await make(own(file))).anew).toBe(true);
  });

  test("is always run where it imports what cannot be followed", async () => {
    const file = write("mine.ts", 'import { readFileSync } from "node:fs";\nexport default readFileSync;\n');
    await make(own(file));
    expect((await make(own(file))).anew).toBe(true);
  });
});

test.each([
  ['import { z } from "zod";\nimport { define } from "disfun-sim";', 1, true],
  ['import "./other";\nexport * from "./other.ts";', 2, true],
  ['const other = require("./other");', 2, true],
  ['import other from "./missing.ts";', 1, false],
  ['import { median } from "statistics";', 1, false],
  ["const other = await import(`./other`);", 2, true],
  ["const other = await import(name);", 1, false],
])("the files of a module with %s", (text, count, complete) => {
  const file = write("mine.ts", text);
  write("other.ts", 'import "./mine.ts";');
  const found = moduleFiles(file);
  expect([found.files.length, found.complete]).toEqual([count, complete]);
});
