import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parameterRows } from "../../bin/run/parameter-rows.ts";
import { cardOf } from "../../bin/run/policy-card.ts";
import { referencePage } from "../../bin/run/reference-page.ts";
import { bind, catalogue, wrappers } from "../../policies/index.ts";
import { utilization } from "../../policies/utilization.ts";
import { parseScenario } from "../../scenarios/index.ts";
import { disfunSim, root } from "./disfun-sim.ts";

const cards = [...catalogue, ...wrappers].map(cardOf);

test("POLICIES.md is what the code says; npm run docs writes it", () => {
  expect(readFileSync(join(root, "POLICIES.md"), "utf8")).toBe(referencePage());
});

test("policies lists every policy and wrapper with version, summary and source", async () => {
  const { code, out, err } = await disfunSim(root, ["policies"]);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  for (const { name, version, summary, source } of cards) {
    expect(out).toMatch(new RegExp(`^  ${name} +version ${version} `, "m"));
    expect(out).toContain(summary);
    expect(out).toContain(source);
  }
  const { out: json } = await disfunSim(root, ["policies", "--json"]);
  expect(JSON.parse(json)).toHaveLength(cards.length);
});

test("policies NAME tells parameters, reasons and an example", async () => {
  const { out } = await disfunSim(root, ["policies", "utilization"]);
  expect(out).toContain("  cooldown: number, seconds, default 300, at least 0, search 75 to 1200\n");
  expect(out).toContain("  nothing-waits          Utilization is high, but no work waits.\n");
  expect(out).toContain("  policies:\n    - policy: utilization\n");
  const { out: json } = await disfunSim(root, ["policies", "cooled", "--json"]);
  expect(JSON.parse(json)).toMatchObject({ kind: "wrapper", name: "cooled", version: 1 });
});

test("policies refuses a name it does not know", async () => {
  const { code, err } = await disfunSim(root, ["policies", "utilisation"]);
  expect({ code, err }).toEqual({
    code: 2,
    err: 'error: there is no policy or wrapper "utilisation"; did you mean "utilization"?\n',
  });
});

test("a row tells type, default, unit, bounds and where to search", () => {
  const rows = Object.fromEntries(parameterRows(utilization.parameters).map(({ path, ...row }) => [path, row]));
  expect(rows.maximum).toMatchObject({ type: "whole number", default: 10, minimum: 0, search: [2, 40] });
  expect(rows.scaleUpThreshold).toMatchObject({ unit: "fraction of 1", minimum: 0, maximum: 1, search: [0.5, 0.95] });
  expect(rows.metricsWindow).toMatchObject({ unit: "seconds", exclusive: "minimum", search: [75, 1200] });
  expect(rows.shrinkage).toMatchObject({ search: [0.0625, 1] });
  expect(rows.utilizationMode).toMatchObject({ type: "choice", choices: ["latest", "window-mean"] });
});

test("a search stays within what is allowed", () => {
  for (const { name, parameters } of cards) {
    for (const { path, minimum = -Infinity, maximum = Infinity, exclusive, search, type } of parameters) {
      const [low, high] = search ?? [];
      if (typeof low !== "number" || typeof high !== "number" || type.includes("choice")) continue;
      expect(low, `${name} ${path}`).toBeGreaterThanOrEqual(minimum);
      expect(high, `${name} ${path}`).toBeLessThanOrEqual(maximum);
      expect(low, `${name} ${path}`).toBeLessThan(high);
      if (exclusive === "minimum") expect(low, `${name} ${path}`).toBeGreaterThan(minimum);
    }
  }
});

describe.each(cards)("$kind $name", ({ example, kind, name }) => {
  test("its example can be pasted into a scenario", () => {
    const burst = readFileSync(join(root, "scenarios/burst.yaml"), "utf8");
    const text = `${burst.slice(0, burst.indexOf("policies:"))}${example}\n`;
    const [spec] = parseScenario(text, "scenarios/pasted.yaml").scenario.policies;
    if (spec === undefined || !("name" in spec.policy)) throw new Error("no policy");
    const { name: bound, parameters } = bind(spec.policy.name, spec.parameters);
    expect(kind === "policy" ? bound : JSON.stringify(parameters)).toContain(name);
  });
});
