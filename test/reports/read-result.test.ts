import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { UsageError } from "../../policies/usage-error.ts";
import { readResult, resultJsonSchema } from "../../reports/index.ts";
import { fixture } from "./fixture.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "read-result-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

async function refusal(text: string): Promise<string> {
  const file = join(folder, "result.json");
  writeFileSync(file, text);
  const error = await readResult(file).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(UsageError);
  return error instanceof UsageError ? error.describe().replace(folder, "") : "";
}

test("says what is wrong with a file that is no result", async () => {
  expect(await refusal("{")).toBe(
    "/result.json: is not JSON; name a result.json written by disfun-sim run, or the folder it is in",
  );
  expect(await refusal("[]")).toBe("/result.json: is not a result of disfun-sim run: there is no version in it");
  expect(await refusal("{}")).toBe("/result.json: is not a result of disfun-sim run: there is no version in it");
  expect(await refusal('{"version":"1"}')).toMatch(/is not a result of disfun-sim run: its version is "1"$/);
  expect(await refusal('{"version":7}')).toContain("is of format version 7; this version reads 1");
  expect(await refusal(JSON.stringify({ ...fixture(), seeds: ["one"] }))).toMatch(/seeds\.0: .*expected number/);
});

test("says so when there is no file, and takes a folder for the result in it", async () => {
  await expect(readResult(join(folder, "none.json"))).rejects.toThrow(/there is no such file/);
  await expect(readResult(folder)).rejects.toMatchObject({ place: { file: join(folder, "result.json") } });
  writeFileSync(join(folder, "result.json"), JSON.stringify(fixture()));
  expect((await readResult(folder)).name).toBe("burst");
});

test("the schema file is the one the code makes; npx tsx reports/write-schema.ts writes it", () => {
  const saved = JSON.parse(readFileSync(new URL("../../reports/result.schema.json", import.meta.url), "utf8"));
  expect(saved).toEqual(resultJsonSchema());
});

test("every number in the schema has a unit, but those of an estimate and of free JSON", () => {
  const without: string[] = [];
  const walk = (schema: unknown, path: string): void => {
    if (typeof schema !== "object" || schema === null) return;
    if ("type" in schema && schema.type === "number" && !("unit" in schema) && !("const" in schema)) without.push(path);
    for (const [name, inner] of Object.entries(schema)) walk(inner, `${path}/${name}`);
  };
  walk(resultJsonSchema(), "");
  expect(
    without.filter((path) => !/\/\$defs\/|\/summary\/|\/(value|regret)\/properties\/|\/facts\/|\/columns\//.test(path)),
  ).toEqual([]);
});
