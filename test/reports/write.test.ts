import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { UsageError } from "../../policies/usage-error.ts";
import { openJournal, readResult, seriesCsv, writeResult } from "../../reports/index.ts";
import { resultJson } from "../../reports/write.ts";
import { cannotWrite } from "../../reports/write-file.ts";
import { fixture } from "./fixture.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "reports-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

test("writes the page, the result and the series, and nothing else", async () => {
  const result = fixture();
  const target = join(folder, "out", "burst");
  await writeResult(result, target);
  expect(readdirSync(target).sort()).toEqual(["report.html", "result.json", "series.csv"]);
  expect(readFileSync(join(target, "series.csv"), "utf8")).toBe(seriesCsv(result));
  expect(await readResult(join(target, "result.json"))).toEqual(result);
});

test("the saved result has the same bytes every time and keeps the order of its keys", () => {
  expect(resultJson(fixture())).toBe(resultJson(fixture()));
  expect(JSON.stringify(JSON.parse(resultJson(fixture())))).toBe(JSON.stringify(fixture()));
});

test("what differs between two saved results are few lines", () => {
  const changed = fixture();
  const run = changed.policies[2]?.runs[1];
  if (run === undefined) throw new Error("the fixture has runs");
  run.events += 1;
  const [before, after] = [resultJson(fixture()), resultJson(changed)].map((text) => text.split("\n"));
  expect(after?.filter((line, index) => line !== before?.[index])).toHaveLength(1);
});

test("a folder that is a file is refused by name, and nothing is left behind", async () => {
  writeFileSync(join(folder, "taken"), "mine");
  const error = await writeResult(fixture(), join(folder, "taken")).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(UsageError);
  expect(String(error)).toContain(`${join(folder, "taken")}: it is a file`);
  expect(readdirSync(folder)).toEqual(["taken"]);
  expect(readFileSync(join(folder, "taken"), "utf8")).toBe("mine");
});

test("a folder where a result file's place is taken by a folder is refused without leftovers", async () => {
  mkdirSync(join(folder, "result.json", "inner"), { recursive: true });
  await expect(writeResult(fixture(), folder)).rejects.toThrow(/cannot write results to .*a folder has the name/);
  expect(readdirSync(folder)).toEqual(["result.json"]);
});

test.each([
  ["EACCES", "permission denied"],
  ["ENOSPC", "the disk is full"],
  ["EROFS", "the disk is read-only"],
])("what the file system says (%s) becomes one clear error", (code, cause) => {
  const error = cannotWrite("out/burst", Object.assign(new Error("no"), { code, syscall: "open" }));
  expect(error).toBeInstanceOf(UsageError);
  expect(String(error)).toContain(`cannot write results to out/burst: ${cause}; name another folder with --out`);
});

test("a bug of ours is not blamed on the folder", () => {
  const bug = new TypeError("x is not a function");
  expect(cannotWrite("out", bug)).toBe(bug);
});

test("a journal has its name only when it is closed", async () => {
  const journal = openJournal(folder, "one");
  journal.write('{"time":0}');
  expect(readdirSync(folder)).not.toContain("journal.one.jsonl");
  journal.write('{"time":15}');
  expect(await journal.close()).toBe("journal.one.jsonl");
  expect(readFileSync(join(folder, "journal.one.jsonl"), "utf8")).toBe('{"time":0}\n{"time":15}\n');
  journal.discard();
  expect(readdirSync(folder)).toEqual(["journal.one.jsonl"]);
});

test("a long journal arrives whole", async () => {
  const journal = openJournal(folder, "careful");
  const lines = Array.from({ length: 20_000 }, (_, index) => JSON.stringify({ time: index, note: "größer €" }));
  for (const line of lines) journal.write(line);
  expect(await journal.close()).toBe("journal.careful.jsonl");
  expect(readFileSync(join(folder, "journal.careful.jsonl"), "utf8")).toBe(`${lines.join("\n")}\n`);
});

test("a discarded journal leaves nothing", () => {
  const journal = openJournal(folder, "x");
  journal.write("{}");
  journal.discard();
  expect(readdirSync(folder)).toEqual([]);
});

test("labels become names that stay in the folder and apart", async () => {
  const labels = ["../up", "a b", "a/b", "ü", "x".repeat(300), "plain-1.2_3"];
  const names = await Promise.all(labels.map((label) => openJournal(folder, label).close()));
  expect(new Set(names).size).toBe(labels.length);
  expect(readdirSync(folder).sort()).toEqual([...names].sort());
  expect(names[5]).toBe("journal.plain-1.2_3.jsonl");
});

test("a journal in a folder that is a file is refused", () => {
  writeFileSync(join(folder, "taken"), "");
  expect(() => openJournal(join(folder, "taken"), "one")).toThrow(UsageError);
});
