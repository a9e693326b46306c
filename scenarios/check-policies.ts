import { statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import {
  bind,
  catalogue,
  didYouMean,
  type Entry,
  fieldsAt,
  type Json,
  ParameterError,
  UsageError,
} from "../policies/index.ts";
import { servedQueues } from "./check-plant.ts";
import { withUnits } from "./parameters.ts";
import { type Path, valueAt } from "./path.ts";
import type { Problem } from "./problems.ts";
import { labelOf, parametersOf } from "./resolve.ts";
import { type PolicyFile, policyFields, type ScenarioFile } from "./schema.ts";
import { meantQuantity } from "./units.ts";

/** Policies that do not exist, share a name or refuse their parameters. */
export function checkPolicies(read: ScenarioFile, file: string): Problem[] {
  const labels = read.policies.map(labelOf);
  const names = { groups: Object.keys(read.groups), queues: servedQueues(read.groups) };
  const problems = read.policies.flatMap((written, index): Problem[] => {
    const path: Path = ["policies", index];
    const label = labels[index] ?? "";
    if (labels.indexOf(label) < index) {
      return [{ path, message: `two policies are called "${label}"; give one another name: …` }];
    }
    return checkPolicy(path, written, file, names);
  });
  const baseline = read.baseline === undefined ? [] : checkName(["baseline"], "policy", read.baseline, labels);
  const expected = (read.expect ?? []).flatMap((specs, index) =>
    specs.flatMap(({ policy }): Problem[] => {
      if (policy === undefined) return [];
      const path: Path = ["expect", index, policy];
      return checkName(path, "policy", policy, labels).map((problem) => ({ ...problem, at: "key" }));
    }),
  );
  return [...problems, ...baseline, ...expected];
}

/** The same, as far as it can be told of a file whose other parts cannot be read. */
export function checkPoliciesAlone(found: unknown, file: string): Problem[] {
  const { policies, groups, queues } = mapping(found);
  const served = Object.values(mapping(groups)).flatMap((group) => mapping(group).serves ?? []);
  const names = {
    groups: Object.keys(mapping(groups)),
    queues: [...served.filter((name) => typeof name === "string"), ...Object.keys(mapping(queues))],
  };
  return (Array.isArray(policies) ? policies : []).flatMap((written: unknown, index) => {
    const { success, data } = policyFields.safeParse(written);
    return success ? checkPolicy(["policies", index], data, file, names.groups.length === 0 ? undefined : names) : [];
  });
}

function mapping(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

/** What is wrong with one policy, at `path` of the file. `names`: those there are, where that is known. */
export function checkPolicy(path: Path, written: PolicyFile, file: string, names: Names | undefined): Problem[] {
  const policy = typeof written === "string" ? { policy: written, parameters: {}, wrap: undefined } : written;
  if (policy.file !== undefined && policy.policy !== undefined) {
    return [
      { path: [...path, "file"], message: "a policy is either from a file or from the catalogue; leave one out" },
    ];
  }
  if (policy.file !== undefined) return checkModule([...path, "file"], policy.file, file);
  if (policy.policy === undefined) return [{ path, message: `needs policy: NAME or file: ./my-policy.ts` }];
  return checkParameters(path, policy.policy, parametersOf(policy), names);
}

function checkModule(path: Path, written: string, file: string): Problem[] {
  const found = resolve(dirname(file), written);
  const isFile = statSync(found, { throwIfNoEntry: false })?.isFile() === true;
  return isFile ? [] : [{ path, message: `there is no file ${found}` }];
}

function checkParameters(path: Path, name: string, parameters: Json, names: Names | undefined): Problem[] {
  const entry = catalogue.find((candidate) => candidate.name === name);
  if (entry === undefined) {
    const names = catalogue.map((candidate) => candidate.name);
    return [{ path: [...path, "policy"], message: `there is no policy "${name}"${didYouMean(name, names)}` }];
  }
  const read = withUnits(parameters, entry.parameters);
  const refused = refusals([...path, "parameters"], entry, read, {});
  const lost = names === undefined ? [] : checkNames([...path, "parameters"], read, names);
  const problems = [...refused, ...lost];
  return problems.map((problem) => ({ ...problem, path: asWritten(path, problem.path) }));
}

/** Wrappers are written beside the parameters. */
function asWritten(policy: Path, found: Path): Path {
  return found[policy.length + 1] === "wrap" ? [...policy, ...found.slice(policy.length + 1)] : found;
}

/** What the policy finds wrong with its parameters, those of the policy alone or with those of a controller merged over them. */
export function refusals(path: Path, entry: Entry, parameters: Json, own: Json): Problem[] {
  try {
    bind(entry.name, parameters, own);
    return [];
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const all = error instanceof ParameterError ? [error, ...error.others] : [{ message: error.message, path: [] }];
    return all.map(({ message, path: inside }) => {
      const meant = meantQuantity(valueAt(own, inside) ?? valueAt(parameters, inside));
      const hint = meant === undefined ? "" : `; did you mean ${meant}?`;
      const known = fieldsAt(entry.parameters, inside.slice(0, -1));
      const at = known.length > 0 && !known.includes(String(inside.at(-1))) ? "key" : "value";
      return { path: [...path, ...inside], at, message: `${message}${hint}` };
    });
  }
}

export interface Names {
  readonly groups: readonly string[];
  readonly queues: readonly string[];
}

/**
 * By convention a parameter called `group` or `queue` names one, `counts` and `services` have groups as keys, and `groups` lists
 * some. A name that leads nowhere would go unnoticed: the policy just never gets to see it.
 */
export function checkNames(path: Path, parameters: Json, names: Names): Problem[] {
  if (typeof parameters !== "object" || parameters === null || Array.isArray(parameters)) return [];
  return Object.entries(parameters).flatMap(([key, value]): Problem[] => {
    const here = [...path, key];
    if (key === "group" && typeof value === "string") return checkName(here, "group", value, names.groups);
    if (key === "queue" && typeof value === "string") return checkName(here, "queue", value, names.queues);
    if (Array.isArray(value))
      return value.flatMap((each: Json, index) => checkEach([...here, index], key, each, names));
    if ((key !== "counts" && key !== "services") || typeof value !== "object" || value === null)
      return checkNames(here, value, names);
    return Object.keys(value).flatMap((group) =>
      checkName([...here, group], "group", group, names.groups).map((problem) => ({ ...problem, at: "key" as const })),
    );
  });
}

/** `groups` is a list of names; of other lists the members are looked through. */
function checkEach(path: Path, key: string, value: Json, names: Names): Problem[] {
  if (key === "groups" && typeof value === "string") return checkName(path, "group", value, names.groups);
  return checkNames(path, value, names);
}

function checkName(path: Path, what: string, name: string, known: readonly string[]): Problem[] {
  return known.includes(name) ? [] : [{ path, message: `there is no ${what} "${name}"${didYouMean(name, known)}` }];
}
