import type { Entry, Json, Preset, Wrapper } from "../../policies/index.ts";
import { type ParameterRow, parameterRows } from "./parameter-rows.ts";

/** All there is to say about a policy or wrapper of the catalogue. */
export interface PolicyCard {
  readonly kind: "policy" | "wrapper";
  readonly name: string;
  readonly version: number;
  readonly summary: string;
  readonly source: string;
  readonly parameters: readonly ParameterRow[];
  /** What each preset is for, and what it sets. */
  readonly presets: Readonly<Record<string, Preset>>;
  /** What each reason code means. */
  readonly reasons: Readonly<Record<string, string>>;
  /** For the `policies` of a scenario. */
  readonly example: string;
}

export function cardOf(entry: Entry | Wrapper): PolicyCard {
  const { name, summary, source, reasons, parameters } = entry;
  const isWrapper = "version" in entry;
  const [example = {}] = entry.examples ?? [];
  return {
    kind: isWrapper ? "wrapper" : "policy",
    name,
    version: isWrapper ? entry.version : versionOf(entry),
    summary,
    source,
    parameters: parameterRows(parameters),
    presets: isWrapper ? {} : (entry.presets ?? {}),
    reasons,
    example: isWrapper ? wrapped(name, example) : block(name, example),
  };
}

function versionOf({ parameters, examples, create }: Entry): number {
  const given = [{}, ...(examples ?? [])].map((each) => parameters.safeParse(each)).find(({ success }) => success);
  return create(given?.data).version;
}

function block(name: string, parameters: Json): string {
  return `policies:\n  - policy: ${name}\n    parameters: ${flow(parameters)}`;
}

function wrapped(name: string, parameters: Json): string {
  return `policies:\n  - policy: utilization\n    wrap:\n      - ${name}: ${flow(parameters)}`;
}

/** What a preset sets, as it would be written. */
export function sets({ parameters }: Preset): string {
  return flow(parameters);
}

/** JSON in the way YAML is usually written. */
function flow(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(", ")}]`;
  if (typeof value === "string") return /^[A-Za-z][\w-]*$/.test(value) ? value : JSON.stringify(value);
  if (typeof value !== "object" || value === null) return String(value);
  const entries = Object.entries(value).map(([key, inner]) => `${flow(key)}: ${flow(inner)}`);
  return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
}
