import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Json } from "../../policies/index.ts";
import { type Scenario, type SourceSpec, scenarioYaml } from "../../scenarios/index.ts";
import {
  type Counterexample,
  explained,
  type Reading,
  type RunRecord,
  type Situation,
  type Verdict,
} from "../../sim/check/index.ts";
import type { Traces } from "../../sim/index.ts";
import { MARK } from "./mark.ts";

/** What a counterexample is called: its policy and its property, as a file name. */
export function nameOf(label: string, property: string): string {
  return `${label}-${property}`.replaceAll(/[^A-Za-z0-9_.-]+/g, "-");
}

/** What the head of a file says beside its scenario: enough to judge it again. */
export interface Head {
  readonly property: string;
  /** The module of a property of the user's own, as seen from the folder of this file. */
  readonly file?: string;
  readonly parameters: Json;
  readonly seed: number;
  readonly path: string;
  /** Whether the policy's parameters are those of this case, and not its usual ones. */
  readonly varied?: boolean;
  /** Of an open loop: what the policy was shown. */
  readonly history?: readonly Reading[];
}

/** What the head tells beside the counterexample and its verdict. */
export type About = Pick<Head, "file" | "varied">;

/** How the name of a file ends that holds readings to be shown again: no run shows them. */
export const OPEN_LOOP = ".open-loop.yaml";

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
  { seed, path, situation: { history } }: Counterexample,
  folder: string,
  about: About = {},
): string {
  const head: Head = { property, ...about, parameters, seed, path, ...(history && { history }) };
  const plant = history === undefined ? scenario : { ...scenario, workload: scenario.queues.map(noWork) };
  return scenarioYaml(plant, folder, `${MARK}${JSON.stringify(head)}`);
}

/** A scenario has to have a workload; that of an open loop has none. */
function noWork({ name }: Scenario["queues"][number]): SourceSpec {
  const service = { kind: "constant", value: 1 } as const;
  const points = [{ at: 0, rate: 0 }];
  return { kind: "curve", name: "nothing", queue: name, from: 0, service, points, interpolate: "step" };
}

/** What a file holds, as it was found. */
export function situationOf({ history }: Head, scenario: Scenario, traces: Traces): Situation {
  const [seed = 1] = scenario.seeds;
  if (history === undefined) return { world: "regression", scenario, traces, seed };
  return { world: "regression", scenario: { ...scenario, workload: [] }, traces, seed, history };
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
