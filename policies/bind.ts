import { catalogue } from "./catalogue.ts";
import type { Entry, Preset } from "./entry.ts";
import { fieldsAt, ParameterError, parameterError } from "./parameter-error.ts";
import type { Json, Policy } from "./policy.ts";
import { closest, didYouMean } from "./suggest.ts";
import { UsageError } from "./usage-error.ts";
import { applied } from "./wrappers/apply.ts";

type JsonMap = { readonly [key: string]: Json };

/**
 * The policy of that name in the catalogue, with its parameters; `own` is merged over them as far as the policy has such
 * parameters. Beside its own it takes `wrap`, a list of wrappers around it, the first innermost. Throws a `UsageError`, for a parameter a `ParameterError`.
 */
export function bind(name: string, parameters: Json = {}, own: Json = {}): Policy {
  const entry = catalogue.find((candidate) => candidate.name === name);
  if (entry === undefined) {
    const names = catalogue.map((candidate) => candidate.name);
    throw new UsageError(`there is no policy "${name}"${didYouMean(name, names)}`);
  }
  return bindEntry(entry, parameters, own);
}

/**
 * The policy a module exports as its default: a policy itself, which takes no parameters, or what `define` returned.
 * `where` names the module in messages; `own` is as for `bind`.
 */
export function bindModule(exported: unknown, parameters: Json, where: string, own: Json = {}): Policy {
  if (isEntry(exported)) return bindEntry(exported, parameters, own);
  if (isPolicy(exported)) {
    const { wrap, ...others } = isMap(parameters) ? parameters : {};
    const [first] = Object.keys(others);
    if (first === undefined) return applied(exported, isMap(own) ? (own.wrap ?? wrap) : wrap);
    const help = "export define({ … }) to take some";
    throw new ParameterError(
      `policy "${exported.name}" of ${where} takes no parameters, and "${first}" is given; ${help}`,
      [first],
    );
  }
  const found = exported === undefined ? "has no default export" : `exports ${kindOf(exported)} as its default`;
  throw new UsageError(
    `${where} ${found}; expected a policy ({ name, version, parameters, begin, decide }) or define({ … })`,
  );
}

/** Null is what an empty key in a YAML file reads as. */
function bindEntry(entry: Entry, written: Json, own: Json): Policy {
  const owner = `policy "${entry.name}"`;
  const general = written ?? {};
  if (!isMap(general)) throw new ParameterError(`the parameters of ${owner} must be a map of names and values`, []);
  const { wrap, ...parameters } = isMap(own) ? mergedParameters(general, known(entry, own)) : general;
  const given = entry.presets === undefined ? parameters : withPreset(owner, entry.presets, parameters);
  const parsed = entry.parameters.safeParse(given);
  if (!parsed.success) throw parameterError(owner, parsed.error.issues, entry, given);
  return applied(entry.create(parsed.data), wrap);
}

/** Several policies are compared under the same controllers: each takes what is meant for it. */
function known(entry: Entry, own: JsonMap): JsonMap {
  const names = ["preset", "wrap", ...fieldsAt(entry.parameters, [])];
  return Object.fromEntries(Object.entries(own).filter(([name]) => names.includes(name)));
}

function withPreset(owner: string, presets: Readonly<Record<string, Preset>>, parameters: JsonMap): JsonMap {
  const { preset: name, ...given } = parameters;
  if (name === undefined) return given;
  const preset = typeof name === "string" && Object.hasOwn(presets, name) ? presets[name] : undefined;
  if (preset !== undefined) return mergedParameters(preset.parameters, given);
  const names = Object.keys(presets);
  const near = typeof name === "string" ? closest(name, names) : undefined;
  const hint = near === undefined ? "" : `; did you mean "${near}"?`;
  throw new ParameterError(
    `${owner}: "preset" is ${JSON.stringify(name)}, expected ${names.map((one) => `"${one}"`).join(", ")}${hint}`,
    ["preset"],
  );
}

/** Maps are merged member by member; anything else that is given replaces what was there. */
export function mergedParameters(base: JsonMap, given: JsonMap): JsonMap {
  const result: Record<string, Json> = { ...base };
  for (const [key, value] of Object.entries(given)) {
    const below = result[key];
    result[key] = below !== undefined && isMap(below) && isMap(value) ? mergedParameters(below, value) : value;
  }
  return result;
}

function isMap(value: Json): value is JsonMap {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isPolicy(value: unknown): value is Policy {
  return has(value, "begin", "function") && has(value, "decide", "function") && has(value, "name", "string");
}

function isEntry(value: unknown): value is Entry {
  const schema =
    typeof value === "object" && value !== null ? (value as { parameters?: unknown }).parameters : undefined;
  return has(value, "create", "function") && has(value, "name", "string") && has(schema, "safeParse", "function");
}

function has(value: unknown, member: string, type: string): boolean {
  return typeof value === "object" && value !== null && typeof (value as Record<string, unknown>)[member] === type;
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  return typeof value === "object" ? "an object that is neither" : `a ${typeof value}`;
}
