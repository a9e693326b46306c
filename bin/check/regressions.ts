import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { loadScenario } from "../../scenarios/index.ts";
import { type Counterexample, runOf } from "../../sim/check/index.ts";
import { loadTraces } from "../../sim/index.ts";
import { type Head, headOf, situationOf } from "./counterexample-file.ts";
import type { Plan, Ready } from "./plan.ts";

/** What came of trying again what was found before for a policy. */
export interface Replayed {
  /** What still shows that a property does not hold, by its name. */
  readonly found: ReadonlyMap<string, Counterexample>;
  /** Files that no longer do. */
  readonly mended: readonly { readonly property: string; readonly file: string }[];
}

/** Tries what was found before for this policy, file by file. */
export async function replayed(folder: string, plan: Plan, ready: Ready): Promise<Replayed> {
  const found = new Map<string, Counterexample>();
  const mended: { property: string; file: string }[] = [];
  for (const name of namesIn(folder)) {
    const head = headOf(folder, name);
    if (head === undefined || !isAsked(head, plan) || found.has(head.property)) continue;
    const file = join(folder, name);
    const counterexample = await triedAgain(file, head, plan, ready);
    if (counterexample === "mended") mended.push({ property: head.property, file });
    else if (counterexample !== undefined) found.set(head.property, counterexample);
  }
  return { found, mended };
}

function namesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((each) => each.endsWith(".yaml"))
    .sort();
}

/** A case for other parameters says nothing of the policy with its own. */
function isAsked({ history, varied = false }: Head, { openLoop, vary }: Plan): boolean {
  return (history !== undefined) === openLoop && (vary || !varied);
}

async function triedAgain(
  file: string,
  head: Head,
  plan: Plan,
  { subject, asked }: Ready,
): Promise<Counterexample | "mended" | undefined> {
  const one = asked.find((each) => each.property.name === head.property);
  if (one === undefined) return undefined;
  const { scenario: written } = await loadScenario(file);
  const [policy] = written.policies;
  if (policy === undefined || !isSamePolicy(policy, plan.policy)) return undefined;
  // As it is now: its parameters may have been changed to mend it.
  const scenario = head.varied ? written : { ...written, policies: [plan.policy] };
  const situation = situationOf(head, scenario, await loadTraces(scenario));
  const violation = one.property.judge(runOf(subject, situation), one.parameters);
  if (violation === undefined || violation === "kept") return "mended";
  return { situation, violation, seed: head.seed, path: head.path, tried: 1 };
}

function isSamePolicy(one: Plan["policy"], other: Plan["policy"]): boolean {
  if (one.label !== other.label) return false;
  if ("file" in one.policy && "file" in other.policy) return resolve(one.policy.file) === resolve(other.policy.file);
  return isDeepStrictEqual(one.policy, other.policy);
}
