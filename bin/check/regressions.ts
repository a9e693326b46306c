import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { loadScenario } from "../../scenarios/index.ts";
import { type Counterexample, runOf } from "../../sim/check/index.ts";
import { loadTraces } from "../../sim/index.ts";
import { headOf } from "./counterexample-file.ts";
import type { Plan, Ready } from "./plan.ts";

/**
 * Replays what was found before for this policy, file by file: by the name of the property, what still shows that it does not hold.
 */
export async function replayed(
  folder: string,
  plan: Plan,
  { subject, asked }: Ready,
): Promise<Map<string, Counterexample>> {
  const found = new Map<string, Counterexample>();
  if (!existsSync(folder)) return found;
  for (const name of readdirSync(folder)
    .filter((each) => each.endsWith(".yaml"))
    .sort()) {
    const head = headOf(folder, name);
    const one = asked.find(({ property }) => property.name === head?.property);
    if (head === undefined || one === undefined || found.has(head.property)) continue;
    const { scenario } = await loadScenario(join(folder, name));
    const [policy] = scenario.policies;
    if (policy === undefined || !isSamePolicy(policy, plan.policy)) continue;
    const [seed = 1] = scenario.seeds;
    const situation = { world: "regression", scenario, traces: await loadTraces(scenario), seed };
    const violation = one.property.judge(runOf(subject, situation), one.parameters);
    if (violation === undefined || violation === "kept") continue;
    found.set(head.property, { situation, violation, path: head.path, tried: 1 });
  }
  return found;
}

function isSamePolicy(one: Plan["policy"], other: Plan["policy"]): boolean {
  if (one.label !== other.label) return false;
  if ("file" in one.policy && "file" in other.policy) return resolve(one.policy.file) === resolve(other.policy.file);
  return isDeepStrictEqual(one.policy, other.policy);
}
