import { isDeepStrictEqual } from "node:util";
import { bind, bindModule, catalogue, type Entry, type Json, UsageError } from "../../policies/index.ts";
import type { PolicySpec, Scenario } from "../../scenarios/index.ts";
import {
  type Asked,
  histories,
  type Property,
  properties,
  type Subject,
  sampleParameters,
  scenarioWorld,
  situationsFor,
  type WorldName,
  withParameters,
} from "../../sim/check/index.ts";
import { loadTraces } from "../../sim/index.ts";
import { importPolicy } from "../run/policy-module.ts";
import { traceWindows } from "./trace-windows.ts";

/** What is to be checked, as plain data: every thread makes the same of it. */
export interface Plan {
  readonly policy: PolicySpec;
  /** The user's plant; missing: those of the generator's worlds. */
  readonly scenario?: Scenario;
  /** Missing: those that the policy is made for. */
  readonly worlds?: readonly WorldName[];
  /** Whether it is shown generated readings in place of runs. */
  readonly openLoop: boolean;
  /** Whether the policy's parameters are varied within its schema. */
  readonly vary: boolean;
  readonly properties: readonly PlannedProperty[];
}

/** One of ours by its name, or the default export of a module. */
export interface PlannedProperty {
  readonly name: string;
  readonly file?: string;
  readonly parameters: Json;
}

/** What runs are made of. */
export interface Ready {
  readonly subject: Subject;
  readonly situations: ReturnType<typeof situationsFor>;
  readonly asked: readonly Asked[];
}

export async function prepare({ policy, scenario, worlds, openLoop, vary, ...plan }: Plan): Promise<Ready> {
  const subject = await subjectOf(policy);
  const plain = openLoop ? histories(subject) : await plants(subject, scenario, worlds);
  const situations = vary ? varied(subject, plain) : plain;
  return { subject, situations, asked: await Promise.all(plan.properties.map(askedOf)) };
}

/** Throws a `UsageError` where the policy has no schema, or its schema refuses as a whole all that its fields would take. */
function varied(subject: Subject, situations: Ready["situations"]): Ready["situations"] {
  const { entry, spec } = subject;
  if (entry === undefined) {
    throw new UsageError(
      `--vary-parameters: policy "${spec.label}" has no schema of its parameters; make it with define`,
    );
  }
  const taken = sampleParameters(entry.parameters, TRIED).filter(isFine(subject)).length;
  if (taken === 0) {
    throw new UsageError(
      `--vary-parameters: policy "${spec.label}" refuses all of ${TRIED} sets of parameters within its schema`,
    );
  }
  return withParameters(situations, entry.parameters, isFine(subject));
}

const TRIED = 100;

/** Situations of the worlds, or of the user's scenario. */
export async function plants(subject: Subject, scenario?: Scenario, worlds?: readonly WorldName[]) {
  const windows = await traceWindows();
  if (scenario === undefined) return situationsFor(subject, windows, worlds);
  return scenarioWorld(scenario, subject.spec, await loadTraces(scenario), windows);
}

export async function subjectOf(spec: PolicySpec): Promise<Subject> {
  if ("name" in spec.policy) {
    const { name } = spec.policy;
    const entry = catalogue.find((each) => each.name === name);
    return { spec, make: (parameters, own) => bind(name, parameters, own), ...(entry && { entry }) };
  }
  const { file } = spec.policy;
  const exported = await importPolicy(file);
  const entry = isEntry(exported) ? exported : undefined;
  return { spec, make: (parameters, own) => bindModule(exported, parameters, file, own), ...(entry && { entry }) };
}

/** Whether a policy of this kind has, with every default filled in, the parameters that the subject has. */
export function hasParametersOf({ spec, make }: Subject, { parameters }: PolicySpec): boolean {
  return isDeepStrictEqual(make(parameters).parameters, make(spec.parameters).parameters);
}

/** The default export of a module, which has to be a property. Throws a `UsageError`. */
export async function importProperty(file: string): Promise<Property> {
  const exported = await importPolicy(file);
  const known = (exported ?? {}) as Partial<Property>;
  if (typeof known.name === "string" && typeof known.judge === "function" && known.parameters !== undefined) {
    return exported as Property;
  }
  throw new UsageError('its default export is no property; make one with property({ … }) of "disfun-sim/check"', {
    file,
  });
}

async function askedOf({ name, file, parameters }: PlannedProperty): Promise<Asked> {
  if (file !== undefined) return { property: await importProperty(file), parameters };
  const found = properties.find((each) => each.name === name);
  if (found === undefined) throw new Error(`there is no property "${name}"`);
  return { property: found, parameters };
}

function isEntry(exported: unknown): exported is Entry {
  return typeof exported === "object" && exported !== null && "create" in exported && "parameters" in exported;
}

function isFine({ make }: Subject) {
  return (parameters: Json) => {
    try {
      make(parameters);
      return true;
    } catch {
      return false;
    }
  };
}
