import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Json } from "../../policies/index.ts";
import { scenarioYaml } from "../../scenarios/index.ts";
import { type Counterexample, explained, type Verdict } from "../../sim/check/index.ts";

/** What a counterexample is called: its policy and its property, as a file name. */
export function nameOf(label: string, property: string): string {
  return `${label}-${property}`.replaceAll(/[^A-Za-z0-9_.-]+/g, "-");
}

/** What the head of a file says beside its scenario: enough to judge it again. */
export interface Head {
  readonly property: string;
  readonly file?: string;
  readonly parameters: Json;
  readonly seed: number;
  readonly path: string;
}

const MARK = "check: ";

/** A scenario that `run` replays, with what it shows above it. */
export function counterexampleYaml(
  label: string,
  { property, summary, parameters }: Verdict,
  { situation, violation, path }: Counterexample,
  { folder, seed, file }: { readonly folder: string; readonly seed: number; readonly file?: string | undefined },
): string {
  const name = nameOf(label, property);
  const head: Head = { property, ...(file !== undefined && { file }), parameters, seed, path };
  const text = `${capital(explained(violation))}.`;
  const scenario = { ...situation.scenario, name, description: `${text} (${property}: ${summary})` };
  return scenarioYaml(scenario, folder, `${MARK}${JSON.stringify(head)}`);
}

/** Undefined where the file is no counterexample. */
export function headOf(folder: string, name: string): Head | undefined {
  const [first = ""] = readFileSync(join(folder, name), "utf8").split("\n", 1);
  if (!first.startsWith(`# ${MARK}`)) return undefined;
  try {
    return JSON.parse(first.slice(MARK.length + 2)) as Head;
  } catch {
    return undefined;
  }
}

export function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
