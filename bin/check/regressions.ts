import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { loadScenario } from "../../scenarios/index.ts";
import { type Counterexample, type IsOver, type Noted, noteSituations, runUnless } from "../../sim/check/index.ts";
import { loadTraces } from "../../sim/index.ts";
import { type Head, headOf, situationOf } from "./counterexample-file.ts";
import { hasParametersOf, type Plan, type Ready } from "./plan.ts";

/** What came of trying again what was found before for a policy. */
export interface Replayed {
  /** What still shows that a property does not hold, by its name. */
  readonly found: ReadonlyMap<string, Counterexample>;
  /** Files that no longer do. */
  readonly mended: readonly Again[];
  /** Files that were not tried, for they were found with other parameters. */
  readonly skipped: readonly Again[];
  /** Files that there was no time for. */
  readonly untried: readonly Again[];
  /** What the policy was in meanwhile. */
  readonly noted: Noted;
}

interface Again {
  readonly property: string;
  readonly file: string;
}

export const nothingReplayed: Replayed = {
  found: new Map(),
  mended: [],
  skipped: [],
  untried: [],
  noted: noteSituations().all(),
};

/** Tries what was found before for this policy, file by file. */
export async function replayed(folder: string, plan: Plan, ready: Ready, isOver: IsOver): Promise<Replayed> {
  const found = new Map<string, Counterexample>();
  const others: Record<"mended" | "skipped" | "untried", Again[]> = { mended: [], skipped: [], untried: [] };
  const noted = noteSituations();
  for (const name of namesIn(folder)) {
    const head = headOf(folder, name);
    if (head === undefined || (head.history !== undefined) !== plan.openLoop || found.has(head.property)) continue;
    const again = { property: head.property, file: join(folder, name) };
    const counterexample = await triedAgain(again.file, head, plan, ready, noted, isOver);
    if (typeof counterexample === "string") others[counterexample].push(again);
    else if (counterexample !== undefined) found.set(head.property, counterexample);
  }
  return { found, ...others, noted: noted.all() };
}

function namesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((each) => each.endsWith(".yaml"))
    .sort();
}

async function triedAgain(
  file: string,
  head: Head,
  plan: Plan,
  { subject, asked }: Ready,
  noted: ReturnType<typeof noteSituations>,
  isOver: IsOver,
): Promise<Counterexample | "mended" | "skipped" | "untried" | undefined> {
  const one = asked.find((each) => each.property.name === head.property);
  if (one === undefined) return undefined;
  const { scenario: written } = await loadScenario(file);
  const [policy] = written.policies;
  if (policy === undefined || !isSamePolicy(policy, plan.policy)) return undefined;
  // A case for other parameters says nothing of the policy with its own.
  if (head.varied && !plan.vary && !hasParametersOf(subject, policy)) return "skipped";
  // As it is now: its parameters may have been changed to mend it.
  const scenario = head.varied ? written : { ...written, policies: [plan.policy] };
  const situation = situationOf(head, scenario, await loadTraces(scenario));
  const run = await runUnless(isOver, subject, situation);
  if (run === undefined) return "untried";
  noted.add(run);
  const violation = one.property.judge(run, one.parameters);
  if (violation === undefined || violation === "kept") return "mended";
  return { situation, violation, seed: head.seed, path: head.path, tried: 1 };
}

function isSamePolicy(one: Plan["policy"], other: Plan["policy"]): boolean {
  if (one.label !== other.label) return false;
  if ("file" in one.policy && "file" in other.policy) return resolve(one.policy.file) === resolve(other.policy.file);
  return isDeepStrictEqual(one.policy, other.policy);
}
