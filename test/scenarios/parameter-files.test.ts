import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterAll, expect, test } from "vitest";
import { UsageError } from "../../policies/index.ts";
import { parseScenario } from "../../scenarios/index.ts";
import { mixWith, POLICY } from "./mix.ts";

const folder = mkdtempSync(join(tmpdir(), "parameters-"));
afterAll(() => rmSync(folder, { recursive: true }));

const scenarioFile = join(folder, "mix.yaml");
const parameterFile = join(folder, "sampler.yaml");

/** The scenario with this policy, beside a file of these parameters. */
function load(policy: string, parameters: string, set: readonly string[] = []) {
  writeFileSync(parameterFile, parameters);
  return parseScenario(mixWith(POLICY, `  - ${policy}\n`), scenarioFile, { set }).scenario.policies[0];
}

function refusal(policy: string, parameters: string, set: readonly string[] = []): string {
  try {
    load(policy, parameters, set);
  } catch (error) {
    if (error instanceof UsageError)
      return error.describe().replaceAll(relative(".", folder), "HERE").replaceAll(folder, "HERE");
    throw error;
  }
  return "";
}

const FROM = "{ policy: service-rules, parametersFrom: sampler.yaml }";
const TABLE = `services:
  sampler:
    maximum: 4
    rules:
      queue: { up: 50, down: 10, cooldown: 5m }
`;

test("parameters come from a file, with units, and what the scenario or the command line says is merged over them", () => {
  expect(load(FROM, TABLE)?.parameters).toEqual({
    services: { sampler: { maximum: 4, rules: { queue: { up: 50, down: 10, cooldown: 300 } } } },
  });
  const own =
    "{ policy: service-rules, parametersFrom: sampler.yaml, parameters: { services: { sampler: { maximum: 3 } } } }";
  const set = ["policies[0].parameters.services.sampler.minimum=2"];
  expect(load(own, TABLE, set)?.parameters).toEqual({
    services: { sampler: { minimum: 2, maximum: 3, rules: { queue: { up: 50, down: 10, cooldown: 300 } } } },
  });
});

test.each([
  [
    "a contradiction in the file is told where it stands there",
    TABLE.replace("down: 10", "down: 50"),
    'HERE/sampler.yaml:5:30 services.sampler.rules.queue.down: policy "service-rules": "services.sampler.rules.queue.down" is 50, expected less than "up", which is 50',
  ],
  [
    "an unknown metric",
    TABLE.replace("queue:", "qeue:"),
    'HERE/sampler.yaml:5:7 services.sampler.rules.qeue: policy "service-rules" has no parameter "services.sampler.rules.qeue"; did you mean "queue"?',
  ],
  [
    "a unit that is none",
    TABLE.replace("5m", "5 moons"),
    'HERE/sampler.yaml:5:44 services.sampler.rules.queue.cooldown: policy "service-rules": "services.sampler.rules.queue.cooldown" is "5 moons", expected a number',
  ],
  [
    "an unknown time zone",
    `${TABLE}schedule: { timeZone: Europe/Berln, windows: {} }\n`,
    'HERE/sampler.yaml:6:23 schedule.timeZone: policy "service-rules": "schedule.timeZone" is "Europe/Berln", expected an IANA time zone, such as "Europe/Berlin"; did you mean "Europe/Berlin"?',
  ],
  [
    "a service that is no group of the scenario",
    TABLE.replace("sampler:", "smapler:"),
    'HERE/sampler.yaml:2:3 services.smapler: there is no group "smapler"; did you mean "sampler"?',
  ],
  [
    "a file that is no YAML",
    "services: [",
    "HERE/sampler.yaml:1:12 not valid YAML: a bracket opened before it is not closed",
  ],
  [
    "a file that is a list",
    "- services\n",
    "HERE/mix.yaml:16:46 policies[0].parametersFrom: HERE/sampler.yaml holds a list; expected parameters by name",
  ],
  [
    "an empty file",
    "",
    "HERE/mix.yaml:16:46 policies[0].parametersFrom: HERE/sampler.yaml is empty; expected parameters by name",
  ],
])("%s", (_, parameters, message) => {
  expect(refusal(FROM, parameters)).toBe(message);
});

test("a file that is not there, and what the scenario itself says wrong, are told where they stand in the scenario", () => {
  expect(refusal(FROM.replace("sampler.yaml", "smapler.yaml"), TABLE)).toBe(
    "HERE/mix.yaml:16:46 policies[0].parametersFrom: there is no file HERE/smapler.yaml",
  );
  const own = FROM.replace(" }", ", parameters: { services: { sampler: { minimum: 5 } } } }");
  expect(refusal(own, TABLE)).toContain("HERE/mix.yaml:16:106 policies[0].parameters.services.sampler.minimum: ");
  expect(refusal(FROM, TABLE, ["policies[0].parameters.services.sampler.minimum=5"])).toContain(
    '--set policies[0].parameters.services.sampler.minimum=5: policy "service-rules"',
  );
});
