import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { loadScenario, scenarioJsonSchema } from "../../../scenarios/index.ts";
import { stories } from "./stories.ts";
import { numbersOf, page } from "./told.ts";

const folder = join(import.meta.dirname, "../../../scenarios/failures");
const files = readdirSync(folder).filter((file) => file.endsWith(".yaml"));

describe.each(stories)("$failure", (story) => {
  test(`shows under ${story.shown.policy}, for every seed`, async () => {
    const numbers = await numbersOf(story, story.shown);
    expect(numbers.length).toBeGreaterThan(2);
    expect(numbers.filter((value) => !story.fails(value))).toEqual([]);
  });

  test(`does not under ${story.mended.policy}`, async () => {
    const numbers = await numbersOf(story, story.mended);
    expect(numbers.length).toBeGreaterThan(2);
    expect(numbers.filter(story.fails)).toEqual([]);
  });
});

test("every scenario of the folder has a story", () => {
  const told = new Set(stories.map(({ scenario }) => scenario));
  expect(files.filter((file) => !told.has(`failures/${file.replace(".yaml", "")}`))).toEqual([]);
});

test.each(files)("%s loads without a warning, is right for editors, and says what it shows", async (file) => {
  const { scenario, warnings, text } = await loadScenario(join(folder, file));
  expect(warnings).toEqual([]);
  expect(scenario.description.length).toBeGreaterThan(80);
  expect(scenario.policies.length).toBeGreaterThan(1);
  expect(text.split("\n", 1)).toEqual(["# yaml-language-server: $schema=../scenario.schema.json"]);
  const schema = z.fromJSONSchema(scenarioJsonSchema());
  expect(schema.safeParse(parse(text, { merge: true })).error).toBeUndefined();
});

test("README.md is what npm run docs writes", async () => {
  expect(readFileSync(join(folder, "README.md"), "utf8")).toBe(await page());
});
