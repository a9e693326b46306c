import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { loadScenario, parseScenario, scenarioJsonSchema, scenarioTemplate } from "../../scenarios/index.ts";
import { generateRequests } from "../../scenarios/traces/generate.ts";
import { traceFile } from "../traces.ts";

const folder = join(import.meta.dirname, "../../scenarios");
const files = readdirSync(folder).filter((file) => file.endsWith(".yaml"));
const THIRD_PARTY: Readonly<Record<string, string>> = {
  "azure-llm.yaml": "azure-llm-2023-conv/AzureLLMInferenceTrace_conv.csv.gz",
  "gentd26.yaml": "alibaba-gentd26/lora_request_trace.csv.gz",
};

test("the shipped scenarios are those that the documents name", () => {
  expect(files).toEqual([
    "azure-llm.yaml",
    "burst.yaml",
    "capability-mix.yaml",
    "classes.yaml",
    "diurnal.yaml",
    "faults.yaml",
    "funsearch-loop.yaml",
    "gentd26.yaml",
    "services.yaml",
    "trace-replay.yaml",
  ]);
});

describe.each(files)("%s", (file) => {
  test("loads without a warning and compares policies", async (context) => {
    const trace = THIRD_PARTY[file];
    if (trace !== undefined) traceFile(trace, context);
    const { scenario, warnings, text } = await loadScenario(join(folder, file));
    expect(warnings).toEqual([]);
    expect(scenario.description).not.toBe("");
    expect(scenario.policies.length).toBeGreaterThan(1);
    expect(text.split("\n", 1)).toEqual(["# yaml-language-server: $schema=./scenario.schema.json"]);
  });

  test("is right in the eyes of an editor", () => {
    const schema = z.fromJSONSchema(scenarioJsonSchema());
    expect(schema.safeParse(parse(readFileSync(join(folder, file), "utf8"))).error).toBeUndefined();
  });
});

test("the template is right for the loader and for editors", () => {
  expect(parseScenario(scenarioTemplate, "scenario.yaml").warnings).toEqual([]);
  expect(z.fromJSONSchema(scenarioJsonSchema()).safeParse(parse(scenarioTemplate)).error).toBeUndefined();
});

test("editors refuse what the loader refuses: unknown keys, wrong units, unknown policies", () => {
  const schema = z.fromJSONSchema(scenarioJsonSchema());
  const wrong: readonly (readonly [string, string])[] = [
    ["horizon: 2h", "horizon: 2 parsecs"],
    ["objective: { wait", "objective: { wiat"],
    ["policy: static", "policy: statc"],
    ["memory: 40GiB", "memory: 40Gib"],
    ["counts:", "coutns:"],
  ];
  for (const [found, written] of wrong) {
    const text = scenarioTemplate.replace(found, written);
    expect(text).not.toBe(scenarioTemplate);
    expect(schema.safeParse(parse(text)).success, written).toBe(false);
    expect(() => parseScenario(text, "scenario.yaml"), written).toThrow();
  }
});

test("scenario.schema.json is what the code says; npm run docs writes it", () => {
  const written = JSON.parse(readFileSync(join(folder, "scenario.schema.json"), "utf8"));
  expect(written).toEqual(JSON.parse(JSON.stringify(scenarioJsonSchema())));
});

type Field = { description?: string; default?: unknown; properties?: Record<string, Field>; [key: string]: unknown };

/** Every field with its path, whatever it is nested in. */
function fieldsOf(schema: unknown, path = ""): (readonly [string, Field])[] {
  if (typeof schema !== "object" || schema === null) return [];
  return Object.entries(schema).flatMap(([key, value]) =>
    key === "properties"
      ? Object.entries(value as Record<string, Field>).flatMap(([name, field]) => [
          [`${path}.${name}`, field] as const,
          ...fieldsOf(field, `${path}.${name}`),
        ])
      : fieldsOf(value, path),
  );
}

test("every field has a description, which names the default where there is one", () => {
  // Parameters of policies and wrappers have a test of their own.
  const { definitions: _, ...schema } = scenarioJsonSchema();
  const own = fieldsOf(schema).filter(([path]) => !path.startsWith(".policies.parameters"));
  expect(own.length).toBeGreaterThan(80);
  for (const [path, field] of own) {
    expect(field.description, path).toMatch(/\.$/);
    const { default: value } = field;
    if (value === undefined || typeof value === "object" || value === "") continue;
    const last = /Default: ([^,;.]*(?:\.\d+)?)/.exec(field.description ?? "")?.[1];
    expect(last, path).toMatch(value === 0 ? /^(0|0s|0B)$/ : new RegExp(`^${value}$`));
  }
});

test("requests.csv is what its generator makes", () => {
  const written = readFileSync(join(folder, "traces/requests.csv"), "utf8");
  expect(written).toBe(generateRequests());
  expect(written.length).toBeLessThan(150_000);
});
