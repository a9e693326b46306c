import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Json } from "../../policies/index.ts";
import { type Scenario, scenarioYaml } from "../../scenarios/index.ts";
import { type Counterexample, explained, type RunRecord, type Verdict } from "../../sim/check/index.ts";

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

/** The scenario of a counterexample, named after what it shows and with that as its description. */
export function counterexampleScenario(
  label: string,
  { property, summary }: Verdict,
  { situation, violation }: Counterexample,
): Scenario {
  const text = `${capital(explained(violation))}.`;
  return { ...situation.scenario, name: nameOf(label, property), description: `${text} (${property}: ${summary})` };
}

/** A file that `run` replays, with what it shows in its first line. */
export function counterexampleYaml(
  scenario: Scenario,
  { property, parameters }: Verdict,
  { path }: Counterexample,
  { folder, seed, file }: { readonly folder: string; readonly seed: number; readonly file?: string | undefined },
): string {
  const head: Head = { property, ...(file !== undefined && { file }), parameters, seed, path };
  return scenarioYaml(scenario, folder, `${MARK}${JSON.stringify(head)}`);
}

/** Of an open loop: the observations up to then, one a line, which `replay` takes. */
export function observationLines(run: RunRecord, { violation }: Counterexample): string {
  const seen = run.steps.filter(({ time }) => time <= violation.time);
  return seen.map(({ observation }) => `${JSON.stringify(observation)}\n`).join("");
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

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
