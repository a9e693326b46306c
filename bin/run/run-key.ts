import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { serialize } from "node:v8";
import type { PolicySpec, Scenario } from "../../scenarios/index.ts";
import type { Job, Traces } from "../../sim/index.ts";
import { moduleFiles } from "./module-files.ts";

/**
 * What a run depends on, as a digest: the scenario without what is only said of it, the traces as they were read, the policy with
 * its parameters, the seed, and the code that runs it all. A user's module counts by its content and that of its imports; undefined
 * where it imports what cannot be followed.
 */
export function runKeys(scenario: Scenario, traces: Traces): (job: Job) => string | undefined {
  const common = createHash("sha256").update(process.version);
  for (const folder of ["policies", "sim"]) for (const file of filesIn(folder)) common.update(readFileSync(file));
  common.update(whatRuns(scenario)).update(serialize(traces));
  const policies = new Map(scenario.policies.map((spec) => [spec.label, policyKey(spec)]));
  return ({ label, ...unit }) => {
    const policy = unit.counts === undefined ? policies.get(label) : "static";
    return policy && common.copy().update(policy).update(JSON.stringify(unit)).digest("hex");
  };
}

/** Of this installation, in an order of their own. */
function filesIn(folder: string): string[] {
  const path = fileURLToPath(new URL(`../../${folder}/`, import.meta.url));
  const names = readdirSync(path, { recursive: true, encoding: "utf8" }).filter((name) =>
    /(?<!\.d)\.[jt]s$/.test(name),
  );
  return names.sort().map((name) => join(path, name));
}

/** Policies and seeds count by themselves, and files by what was read from them. */
function whatRuns(scenario: Scenario): string {
  const { name, description, seeds, policies, baseline, expect, precision, ...rest } = scenario;
  return JSON.stringify(rest, (key, value) => (key === "file" ? undefined : value));
}

function policyKey({ policy, parameters }: PolicySpec): string | undefined {
  if ("name" in policy) return JSON.stringify([policy.name, parameters]);
  const { files, complete } = moduleFiles(policy.file);
  if (!complete) return undefined;
  return JSON.stringify([...files.map((file) => readFileSync(file, "utf8")), parameters]);
}
