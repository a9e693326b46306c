import { readdirSync } from "node:fs";
import { join, parse } from "node:path";
import { expect, test } from "vitest";
import { loadScenario, parseScenario, scenarioYaml } from "../../scenarios/index.ts";
import { durationText, memoryText, rateText } from "../../scenarios/unit-texts.ts";
import { writtenScenario } from "../../scenarios/written.ts";

const folder = join(import.meta.dirname, "../../scenarios");
const files = readdirSync(folder).flatMap((name) => (name.endsWith(".yaml") ? parse(name).name : []));

test.each(files)("%s, written again, reads back as the same scenario", async (name) => {
  const { scenario } = await loadScenario(join(folder, `${name}.yaml`));
  const text = JSON.stringify(writtenScenario(scenario, folder));
  const { expect: _, precision: _precision, windows: _windows, ...rest } = scenario;
  const again = parseScenario(text, join(folder, `${name}.yaml`));
  expect(again.scenario).toEqual(rest);
  expect(again.warnings.filter((warning) => warning.includes("has no unit"))).toEqual([]);
});

test("limits of every kind read back as they were", async () => {
  const file = join(folder, "burst.yaml");
  const lines = [
    "p95 wait of sampler_queue < 30s",
    "idle cost per hour < $2.50",
    "attainment >= 95%",
    "reversals of sampler per hour <= 2",
  ];
  const set = [`objective={ wait: 30s, minimize: GPU hours, subjectTo: ${JSON.stringify(lines)} }`];
  const { scenario } = await loadScenario(file, { set });
  const { objective } = parseScenario(JSON.stringify(writtenScenario(scenario, folder)), file).scenario;
  expect(objective).toEqual(scenario.objective);
  expect([objective?.subjectTo?.length, objective?.atLeast?.length]).toEqual([3, 1]);
});

test("what is as by default is left out, and short things stay on a line", async () => {
  const { scenario } = await loadScenario(join(folder, "failures/large-group.yaml"));
  const text = scenarioYaml(scenario, folder, "as it was");
  expect(text).toMatch(/^# as it was\nversion: 1\n/);
  expect(text).toContain("    warmUp: { uniform: { low: 15s, high: 20s } }\n");
  expect(text).toContain("horizon: 1h\nobjective");
  expect(text).not.toContain("placement");
  expect(text).not.toContain("sensors");
  expect(parseScenario(text, join(folder, "large-group.yaml")).scenario).toEqual(scenario);
});

test.each([
  [0, "0s"],
  [90, "1m30s"],
  [3600, "1h"],
  [0.45, "450ms"],
  [1 / 3, "0.3333333333333333s"],
])("%d seconds are written %s", (seconds, text) => {
  expect(durationText(seconds)).toBe(text);
});

test.each([
  [40 * 2 ** 30, "40GiB"],
  [33e9, "33GB"],
  [17, "17B"],
])("%d bytes are written %s", (bytes, text) => {
  expect(memoryText(bytes)).toBe(text);
});

test.each([
  [0.2, "0.2/s"],
  [1 / 15, "4/min"],
  [1 / 450, "8/h"],
])("%d a second is written %s", (perSecond, text) => {
  expect(rateText(perSecond)).toBe(text);
});
