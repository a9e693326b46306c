import { existsSync } from "node:fs";
import { basename, resolve } from "node:path";
import { catalogue, didYouMean, fieldsAt, type Json, mergedParameters, UsageError } from "../../policies/index.ts";
import { duration, loadScenario, type PolicySpec, readUnit } from "../../scenarios/index.ts";
import { properties, type WorldName, worldNames } from "../../sim/check/index.ts";
import { chosenPolicies } from "../run/chosen-policies.ts";
import type { CheckOptions } from "./options.ts";
import { importProperty, type Plan, type PlannedProperty } from "./plan.ts";

/** What the command line asks for: one plan a policy. Throws a `UsageError` before anything runs. */
export async function plansOf(options: CheckOptions): Promise<Plan[]> {
  if (options["open-loop"] && options.world.length > 0) {
    throw new UsageError("--open-loop shows readings without a plant; leave --world out");
  }
  const asked = await Promise.all(options.property.map(plannedProperty));
  const common = {
    ...(options.world.length > 0 && { worlds: worldsOf(options.world) }),
    openLoop: options["open-loop"],
    vary: options["vary-parameters"],
    properties: asked.length > 0 ? asked : properties.map((each) => planned(each.name)),
  };
  const plans: Plan[] = [];
  for (const subject of options.subject) {
    if (/\.ya?ml$/.test(subject)) {
      if (options["open-loop"]) throw new UsageError("--open-loop needs no plant; name policies, not a scenario");
      const { scenario } = await loadScenario(subject);
      for (const policy of chosenPolicies(scenario, options.policy)) plans.push({ ...common, policy, scenario });
    } else plans.push({ ...common, policy: policyOf(subject) });
  }
  const labels = plans.map(({ policy }) => policy.label);
  const twice = labels.find((label, index) => labels.indexOf(label) < index);
  if (twice !== undefined) throw new UsageError(`two policies are called "${twice}"; check one after the other`);
  return plans;
}

/** NAME, NAME:PRESET, a module, or JSON as in a scenario. */
export function policyOf(written: string): PolicySpec {
  if (MODULE.test(written)) {
    return { label: basename(written).replace(MODULE, ""), policy: { file: resolve(written) }, parameters: {} };
  }
  if (written.startsWith("{")) return fromJson(written);
  const [name = "", preset] = written.split(":");
  if (existsSync(written) && !isKnown(name)) {
    throw new UsageError(`${written}: is no policy; expected a name, a module (.ts, .js, .mjs), or a scenario (.yaml)`);
  }
  checkName(name);
  return { label: written, policy: { name }, parameters: preset === undefined ? {} : { preset } };
}

const MODULE = /\.[cm]?[jt]s$/;

function fromJson(written: string): PolicySpec {
  let read: { policy?: unknown; name?: unknown; parameters?: { [key: string]: Json }; wrap?: Json };
  try {
    read = JSON.parse(written);
  } catch {
    throw new UsageError(`${written}: is no JSON; expected {"policy": NAME, "parameters": {…}}`);
  }
  const { policy, name = policy, parameters = {}, wrap } = read;
  if (typeof policy !== "string" || typeof name !== "string") throw new UsageError(`${written}: says no policy: NAME`);
  checkName(policy);
  return {
    label: name,
    policy: { name: policy },
    parameters: wrap === undefined ? parameters : { ...parameters, wrap },
  };
}

function isKnown(name: string): boolean {
  return catalogue.some((entry) => entry.name === name);
}

function checkName(name: string): void {
  const names = catalogue.map((entry) => entry.name);
  if (!isKnown(name)) throw new UsageError(`there is no policy "${name}"${didYouMean(name, names)}`);
}

/** `no-quick-down`, `no-quick-down:within=2m,…`, or a module. */
async function plannedProperty(written: string): Promise<PlannedProperty> {
  const [name = "", settings] = split(written);
  const file = MODULE.test(name) ? resolve(name) : undefined;
  const found = file === undefined ? properties.find((each) => each.name === name) : await importProperty(file);
  if (found === undefined) {
    const names = properties.map((each) => each.name);
    throw new UsageError(`--property ${written}: there is no such property${didYouMean(name, names)}`);
  }
  const given = Object.fromEntries((settings?.split(",") ?? []).map((setting) => settingOf(setting, written)));
  const read = found.parameters.safeParse(given);
  if (!read.success) {
    const [issue] = read.error.issues;
    if (issue?.code === "unrecognized_keys") {
      const [key = ""] = issue.keys;
      const known = fieldsAt(found.parameters, []);
      const others = known.length === 0 ? "; it has none" : didYouMean(key, known);
      throw new UsageError(`--property ${written}: ${found.name} has no parameter "${key}"${others}`);
    }
    throw new UsageError(`--property ${written}: ${issue?.path.join(".") || "its parameters"}: ${issue?.message}`);
  }
  return { name: found.name, ...(file !== undefined && { file }), parameters: read.data as Json };
}

function split(written: string): [string, string | undefined] {
  const at = written.indexOf(":");
  return at === -1 ? [written, undefined] : [written.slice(0, at), written.slice(at + 1)];
}

function settingOf(setting: string, written: string): [string, Json] {
  const [, key, value = ""] = /^([\w-]+)=(.+)$/.exec(setting) ?? [];
  if (key === undefined) throw new UsageError(`--property ${written}: expected key=value, found "${setting}"`);
  return [key, value === "null" ? null : readUnit(duration, value)];
}

function planned(name: string): PlannedProperty {
  const found = properties.find((each) => each.name === name);
  return { name, parameters: mergedParameters({}, (found?.parameters.parse({}) ?? {}) as { [key: string]: Json }) };
}

function worldsOf(written: readonly string[]): readonly WorldName[] {
  for (const name of written) {
    if (worldNames.every((each) => each !== name)) {
      throw new UsageError(`--world ${name}: expected one of ${worldNames.join(", ")}${didYouMean(name, worldNames)}`);
    }
  }
  return written as WorldName[];
}
