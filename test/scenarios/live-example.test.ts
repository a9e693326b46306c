import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { loadLive } from "../../live/config.ts";
import { bind } from "../../policies/index.ts";
import { loadScenario, type Scenario } from "../../scenarios/index.ts";
import { generateArrivals } from "../../scenarios/live/example/generate.ts";
import { loadTraces, simulate } from "../../sim/index.ts";
import { recordedFidelity, shownFidelity } from "../proof/live/readme.ts";

const folder = join(import.meta.dirname, "../../scenarios/live/example");
const file = join(folder, "scenario.yaml");

test("the example's arrivals come out the same again", () => {
  expect(generateArrivals()).toBe(readFileSync(join(folder, "arrivals.csv"), "utf8"));
});

test("it is simulated with the policy, the checks and the bounds that it runs with", async () => {
  const [{ scenario, warnings }, live] = await Promise.all([loadScenario(file), loadLive(join(folder, "live.yaml"))]);
  expect(warnings).toEqual([]);
  expect(live.policy).toEqual(scenario.policies[0]);
  expect(live.written.check).toBe(scenario.check.period);
  const { serves, minimum, maximum } = live.written.groups.worker ?? {};
  expect(scenario.groups).toMatchObject([{ name: "worker", serves, minimum, maximum }]);
});

test("no decision of it hangs on 0.4 s", async () => {
  const decided = await Promise.all(["3s", "2.6s", "3.4s"].map((from) => decisionsOf(`workload[0].from=${from}`)));
  expect(decided[0]?.filter((desired) => desired !== null).length).toBe(15);
  expect(decided[1]).toEqual(decided[0]);
  expect(decided[2]).toEqual(decided[0]);
});

async function decisionsOf(setting: string): Promise<(number | null)[]> {
  const { scenario } = await loadScenario(file, { set: [setting] });
  const decided: (number | null)[] = [];
  const journal = (line: string) => {
    const { decisions = [] } = JSON.parse(line);
    for (const { action } of decisions) decided.push(action?.desired ?? null);
  };
  simulate(scenario, policyOf(scenario), { seed: 1, traces: await loadTraces(scenario), journal });
  return decided;
}

function policyOf({ policies: [spec] }: Scenario) {
  if (spec === undefined || !("name" in spec.policy)) throw new Error("of the catalogue");
  return bind(spec.policy.name, spec.parameters);
}

test("README shows what the proof recorded; npm run docs writes it", () => {
  expect(shownFidelity()).toBe(recordedFidelity());
});
