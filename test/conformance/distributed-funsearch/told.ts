import type { Act, Role } from "./world.ts";

/** What was done, as the vectors read from code put it. */
export function tell(act: Act): string {
  if (act.action === "start") return `start ${act.role}`;
  return act.listIndex === 0 ? `terminate oldest ${act.role}` : `terminate ${act.role} ${act.listIndex}`;
}

/** A sentence, or some of the fields of an act. */
export type Told = string | Readonly<Record<string, unknown>>;

/**
 * Whether an act is what a sentence asks for: "terminate", "terminate oldest sampler", "start sampler if a GPU and RAM are
 * available", "terminate the sampler on cuda:1". Whatever the sentence says must hold; what it leaves open may be anything.
 */
export function matches(
  told: Told,
  act: Act,
  only: Role,
  deviceOf: (pid: number) => string | null | undefined,
): boolean {
  if (typeof told !== "string") return isSame(told, act);
  const sentence = told;
  const verb = /^(start|terminate|kill)\b/.exec(sentence)?.[1];
  const verbHolds = act.action === "start" ? verb === "start" : verb === "terminate" || verb === "kill";
  const role = /\b(evaluator|sampler)\b/.exec(sentence)?.[1] ?? only;
  if (!verbHolds || act.role !== role) return false;
  if (/\boldest\b/.test(sentence) && !(act.action === "terminate" && act.listIndex === 0)) return false;
  const position = /(?:#|index )(\d+)/.exec(sentence)?.[1];
  if (position !== undefined && !(act.action === "terminate" && act.listIndex === Number(position))) return false;
  const device = /cuda:\d+/.exec(sentence)?.[0];
  return device === undefined || device === (act.action === "start" ? act.device : deviceOf(act.pid));
}

function isSame(told: Readonly<Record<string, unknown>>, act: Act): boolean {
  const { listIndex, ...rest } = { listIndex: undefined, ...act };
  const fields: Readonly<Record<string, unknown>> = { ...rest, list_index: listIndex };
  return Object.entries(told).every(([field, value]) => fields[field] === value);
}
