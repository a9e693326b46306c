import { readFileSync } from "node:fs";
import { join } from "node:path";
import { bind, catalogue, type Decision, type Entry, type Json, type Observation } from "../../policies/index.ts";

/** By parameters, as JSON: what is decided on each row of observations, a line a decision. */
export type Golden = Readonly<Record<string, readonly (readonly string[])[]>>;

export const folder = join(import.meta.dirname, "decisions");

/** Drawn once by the generator of the laws and kept: rows of what one controller sees, one after the other. */
const rows = readFileSync(join(import.meta.dirname, "observations.jsonl"), "utf8")
  .trim()
  .split("\n")
  .map((row) => JSON.parse(row) as readonly Observation[]);

/** The file that holds the decisions of a policy of this version. */
export function fileOf({ name }: Entry, parameters: Json): string {
  return `${name}.v${bind(name, parameters).version}.json`;
}

/** What the policy decides now, with its defaults, presets and examples. */
export function decidedBy(entry: Entry): Golden {
  return Object.fromEntries(
    parametersOf(entry).map((parameters) => [JSON.stringify(parameters), runs(entry, parameters)]),
  );
}

/** Where a policy decides otherwise than is written, for parameters and rows that are in both. */
export function differences(before: Golden, now: Golden): string[] {
  return Object.entries(before).flatMap(([parameters, runsBefore]) => {
    const runsNow = now[parameters] ?? runsBefore;
    return runsBefore.flatMap((was, row) => {
      const is = runsNow[row] ?? was;
      const at = Array.from({ length: Math.max(was.length, is.length) }).findIndex((_, line) => was[line] !== is[line]);
      if (at === -1) return [];
      return [`${parameters}, row ${row + 1}: ${was[at] ?? "nothing"} has become ${is[at] ?? "nothing"}`];
    });
  });
}

/** Every policy with the file it belongs to; any parameters that make it do, as the version does not depend on them. */
export const policies = catalogue.map((entry) => ({ entry, file: fileOf(entry, parametersOf(entry)[0] ?? {}) }));

function parametersOf({ presets = {}, examples = [] }: Entry): Json[] {
  return [{}, ...Object.keys(presets).map((preset) => ({ preset })), ...examples];
}

function runs({ name }: Entry, parameters: Json): string[][] {
  const policy = bind(name, parameters);
  return rows.map((row) => {
    let memory = policy.begin();
    return row.flatMap((observation) => {
      const outcome = policy.decide(observation, memory);
      memory = outcome.memory;
      return outcome.decisions.map((decision) => `${observation.time} ${told(decision)}`);
    });
  });
}

/** What is done to whom, and the codes of why. The numbers in a reason may be told better without another version. */
function told({ subject, action, because }: Decision): string {
  const codes = because.map(({ code }) => code).join(", ");
  return `${subject}: ${action === null ? "nothing" : JSON.stringify(action)} (${codes})`;
}
