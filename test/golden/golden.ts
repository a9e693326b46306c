import { readFileSync } from "node:fs";
import { join } from "node:path";
import { bind, catalogue, type Decision, type Json, type Observation, wrappers } from "../../policies/index.ts";

/** By parameters, as JSON: what is decided on each row of observations, a line a decision. */
export type Golden = Readonly<Record<string, readonly (readonly string[])[]>>;

export const folder = join(import.meta.dirname, "decisions");

/** Drawn once by the generator of the laws and kept: rows of what one controller sees, one after the other. */
const rows = readFileSync(join(import.meta.dirname, "observations.jsonl"), "utf8")
  .trim()
  .split("\n")
  .map((row) => JSON.parse(row) as readonly Observation[]);

/** A policy with its defaults, presets and examples, or a wrapper with its examples around a policy that goes up and down. */
export interface Subject {
  readonly name: string;
  readonly policy: string;
  readonly parameters: readonly Json[];
}

/** What is decided now. */
export function decidedBy({ policy, parameters }: Subject): Golden {
  return Object.fromEntries(parameters.map((each) => [JSON.stringify(each), runs(policy, each)]));
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

const subjects: readonly Subject[] = [
  ...catalogue.map(({ name, presets = {}, examples = [] }) => {
    const named = Object.keys(presets).map((preset): Json => ({ preset }));
    return { name, policy: name, parameters: [{}, ...named, ...examples] };
  }),
  ...wrappers.map(({ name, examples }) => ({
    name,
    policy: "delayed-off",
    parameters: examples.map((example): Json => ({ idleFor: 30, wrap: [{ [name]: example }] })),
  })),
];

/** Each with the file of its version; any parameters tell it, as the version does not depend on them. */
export const policies = subjects.map((subject) => {
  const { version } = bind(subject.policy, subject.parameters[0]);
  return { entry: subject, file: `${subject.name}.v${version}.json` };
});

function runs(name: string, parameters: Json): string[][] {
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
