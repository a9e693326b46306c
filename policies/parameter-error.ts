import type { z } from "zod";
import type { Entry } from "./entry.ts";
import { didYouMean } from "./suggest.ts";
import { UsageError } from "./usage-error.ts";

/** A parameter that cannot be used. `path` leads to it inside the parameters, so that a loader can point at its line. */
export class ParameterError extends UsageError {
  readonly path: readonly (string | number)[];
  /** What else is wrong with the same parameters. */
  readonly others: readonly ParameterError[];

  constructor(message: string, path: readonly (string | number)[], others: readonly ParameterError[] = []) {
    super(message);
    this.path = path;
    this.others = others;
  }
}

/** What a schema found wrong, in our words: the first thing, with the others. */
export function parameterError(
  owner: string,
  issues: readonly z.core.$ZodIssue[],
  entry: Pick<Entry, "parameters" | "presets">,
  given: unknown,
): ParameterError {
  const [first, ...others] = issues.flatMap((issue) => {
    if (issue.code !== "unrecognized_keys") return fromIssue(owner, issue, entry, given);
    return issue.keys.map((key) => fromIssue(owner, { ...issue, keys: [key] }, entry, given));
  });
  if (first === undefined) return new ParameterError(`${owner}: its parameters cannot be used`, []);
  return new ParameterError(first.message, first.path, others);
}

function fromIssue(
  owner: string,
  found: z.core.$ZodIssue,
  entry: Pick<Entry, "parameters" | "presets">,
  given: unknown,
): ParameterError {
  const issue = written(found, given);
  const path = issue.path.map((key) => (typeof key === "symbol" ? String(key) : key));
  if (issue.code === "unrecognized_keys") {
    const key = issue.keys[0] ?? "";
    const preset = path.length === 0 && entry.presets !== undefined ? ["preset"] : [];
    const known = [...preset, ...fieldsAt(entry.parameters, path)];
    const message = `${owner} has no parameter "${spell([...path, key])}"${didYouMean(key, known)}`;
    return new ParameterError(message, [...path, key]);
  }
  const value = at(given, path);
  const name = path.length === 0 ? "its parameters" : `"${spell(path)}"`;
  if (value === undefined) return new ParameterError(`${owner} needs the parameter ${name}: ${wanted(issue)}`, path);
  const hint = issue.code === "invalid_value" && typeof value === "string" ? didYouMeanOnly(value, issue.values) : "";
  return new ParameterError(`${owner}: ${name} is ${show(value)}, ${wanted(issue)}${hint}`, path);
}

/** What contradicts a default is said of the parameter that was written. */
function written(issue: z.core.$ZodIssue, given: unknown): z.core.$ZodIssue {
  if (issue.code !== "custom" || at(given, issue.path) !== undefined) return issue;
  const { name, message } = (issue.params?.elsewhere ?? {}) as { name?: string; message?: string };
  if (name === undefined || message === undefined) return issue;
  const path = [...issue.path.slice(0, -1), name];
  return at(given, path) === undefined ? issue : { ...issue, path, message };
}

/** What would do. */
function wanted(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return `expected ${kinds[issue.expected] ?? issue.expected}`;
    case "too_small":
      return `expected ${issue.inclusive === false ? "more than" : "at least"} ${issue.minimum}`;
    case "too_big":
      return `expected ${issue.inclusive === false ? "less than" : "at most"} ${issue.maximum}`;
    case "invalid_value":
      return `expected ${issue.values.map((value) => show(value)).join(", ")}`;
    default:
      return issue.message;
  }
}

const kinds: Readonly<Record<string, string>> = {
  int: "a whole number",
  number: "a number",
  string: "a text",
  boolean: "true or false",
  object: "a map of parameters",
  record: "a map",
  array: "a list",
};

function didYouMeanOnly(found: string, values: readonly unknown[]): string {
  const hint = didYouMean(
    found,
    values.filter((value) => typeof value === "string"),
  );
  return hint.startsWith("; did") ? hint : "";
}

function spell(path: readonly (string | number)[]): string {
  return path.map((key, index) => (typeof key === "number" ? `[${key}]` : index === 0 ? key : `.${key}`)).join("");
}

function at(given: unknown, path: readonly PropertyKey[]): unknown {
  let value = given;
  for (const key of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = (value as Readonly<Record<PropertyKey, unknown>>)[key];
  }
  return value;
}

function show(value: unknown): string {
  if (typeof value === "string") return `"${value}"`;
  if (typeof value !== "object" || value === null) return String(value);
  return Array.isArray(value) ? "a list" : "a map";
}

/** Names of the fields an object schema has at a path, looking through defaults, null, lists and tables by name. */
export function fieldsAt(schema: z.ZodType, path: readonly (string | number)[]): readonly string[] {
  let current = unwrapped(schema as Loose);
  for (const key of path) {
    const shape = current.shape as Readonly<Record<string | number, Loose>> | undefined;
    const inner = shape === undefined ? (current.def?.valueType ?? current.def?.element) : shape[key];
    if (inner === undefined) return [];
    current = unwrapped(inner);
  }
  return Object.keys(current.shape ?? current.def?.keyType?.def?.entries ?? {});
}

/** `keyType` and `valueType` of a table, with `entries` where only some names will do; `element` of a list. */
interface Loose {
  readonly def?: {
    readonly innerType?: Loose;
    readonly valueType?: Loose;
    readonly element?: Loose;
    readonly keyType?: Loose;
    readonly entries?: object;
  };
  readonly shape?: object;
}

function unwrapped(schema: Loose): Loose {
  let current = schema;
  while (current.def?.innerType !== undefined) current = current.def.innerType;
  return current;
}
