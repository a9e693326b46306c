import type { z } from "zod";
import { bindModule, type Entry, type Json, type Policy } from "../../policies/index.ts";
import { type PolicySpec, type Scenario, scenarioYaml } from "../../scenarios/index.ts";
import {
  type Asked,
  type CheckReport,
  checkPolicy,
  explained,
  histories,
  type Property,
  properties,
  type Subject,
  type WorldName,
} from "../../sim/check/index.ts";
import { isOverAt } from "./is-over.ts";
import { plants, subjectOf } from "./plan.ts";
import { policyOf } from "./plans.ts";
import { searchHere, shareOf } from "./search-here.ts";

/** The library `disfun-sim/check`: property tests of policies in closed loop, in a test suite of your own. */
export {
  type CheckReport,
  explained,
  type Moment,
  type Property,
  properties,
  property,
  type RunRecord,
  type Verdict,
  type Violation,
} from "../../sim/check/index.ts";

export interface CheckSettings {
  /** By name, with other parameters than the usual ones as `{ name, …parameters }`, or made with `property`. All of ours if not given. */
  readonly properties?: readonly (string | Property | ({ readonly name: string } & Readonly<Record<string, Json>>))[];
  /** 200 if not given. */
  readonly runs?: number;
  readonly seed?: number;
  /** Seconds after which it stops, with what has been found by then. Missing: when all runs are done. */
  readonly time?: number;
  /** A plant of your own, as `loadScenario` gives it; else those of the generator's worlds. */
  readonly scenario?: Scenario;
  /** Those that the policy is made for if not given. */
  readonly worlds?: readonly WorldName[];
  /** Shows generated readings in place of runs. */
  readonly openLoop?: boolean;
  /** Of a policy that is made with `define`. */
  readonly parameters?: Json;
}

/**
 * Checks a policy of the catalogue by its name, as on the command line, one that `define` returned, or a policy itself. Throws where
 * there was no time for a single run.
 */
export async function check(policy: string | Policy | Entry, settings: CheckSettings = {}): Promise<CheckReport> {
  const { runs = 200, seed = 1, time = Number.POSITIVE_INFINITY, scenario, worlds, openLoop = false } = settings;
  const until = shareOf(Date.now() + 1000 * time);
  const subject = await subjectGiven(policy, settings.parameters ?? {});
  const situations = openLoop ? histories(subject) : await plants(subject, scenario, worlds);
  const asked = (settings.properties ?? properties).map(askedFor);
  const searcher = searchHere({ subject, situations, asked }, until);
  const report = await checkPolicy(subject, asked, searcher, { runs, seed, isOver: isOverAt(until.search) });
  if (report.runs === 0) throw new Error(`time: ${time} s is too short for one run of ${report.label}`);
  return report;
}

/** The same; throws an error that tells the smallest case found where a property does not hold. */
export async function assertHolds(policy: string | Policy | Entry, settings: CheckSettings = {}): Promise<void> {
  const { label, seed, verdicts } = await check(policy, settings);
  const broken = verdicts.filter(({ outcome }) => outcome === "violated");
  if (broken.length === 0) return;
  const told = broken.map(({ property, failed, judged, counterexample }) => {
    const head = `${label}: ${property} does not hold in ${failed} of ${judged} runs (seed ${seed})`;
    if (counterexample === undefined) return head;
    const { violation, path, situation } = counterexample;
    const words = `${explained(violation)}\npath ${path}, as a scenario:`;
    return `${head}\n${words}\n\n${scenarioYaml({ ...situation.scenario, name: property }, process.cwd())}`;
  });
  throw new Error(told.join("\n"));
}

async function subjectGiven(policy: string | Policy | Entry, parameters: Json): Promise<Subject> {
  if (typeof policy === "string") return subjectOf(policyOf(policy));
  const spec: PolicySpec = { label: policy.name, policy: { name: policy.name }, parameters };
  const entry = "create" in policy ? policy : undefined;
  return {
    spec,
    make: (given, own) => bindModule(policy, entry === undefined ? {} : given, policy.name, own),
    ...(entry && { entry }),
  };
}

function askedFor(given: NonNullable<CheckSettings["properties"]>[number]): Asked {
  if (typeof given === "object" && "judge" in given) return withDefaults(given as Property, {});
  const { name, ...parameters } = typeof given === "string" ? { name: given } : given;
  const found = properties.find((each) => each.name === name);
  if (found === undefined) throw new Error(`there is no property "${name}"`);
  return withDefaults(found, parameters);
}

function withDefaults(property: Property, parameters: z.input<Property["parameters"]>): Asked {
  return { property, parameters: property.parameters.parse(parameters) };
}
