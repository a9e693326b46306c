import type { Scenario } from "../../scenarios/index.ts";
import type { Candidate } from "../../sim/index.ts";
import { neverGiven } from "./never-given.ts";
import { trialOf } from "./trial.ts";

/**
 * Warnings about policies that have nothing to say or no count to keep, and about readings that a policy looks for and this scenario
 * never gives, whatever happens in it. Found by having each policy decide for a while: of what it did not look for then, nothing is said.
 */
export function policyWarnings(scenario: Scenario, candidates: readonly Candidate[]): string[] {
  return candidates.flatMap((candidate) => {
    const { missed, decisions, silent, countless } = trialOf(scenario, candidate);
    const trial = `in a trial of ${decisions} decisions`;
    const found = missed.flatMap((path) => neverGiven(path, scenario) ?? []);
    const ownersOf = new Map<string, Set<string>>();
    for (const { reading, owner, remedy } of found) {
      const kind = JSON.stringify([reading, remedy]);
      const owners = ownersOf.get(kind) ?? new Set();
      ownersOf.set(kind, owner === undefined ? owners : owners.add(owner));
    }
    const nothing = `${candidate.label}: said nothing, ${trial}, of any group; are its parameters missing?`;
    const unseen = [...ownersOf].map(([kind, owners]) => {
      const [reading, remedy] = JSON.parse(kind) as [string, string];
      const what = owners.size === 0 ? reading : `${reading} of ${[...owners].join(", ")}`;
      return `${candidate.label}: looked, ${trial}, for ${what}, which this scenario never gives; ${remedy}`;
    });
    const unfixed = countless ? fixedNothing(scenario, candidate.label) : [];
    return [...(silent ? [nothing] : unfixed), ...unseen];
  });
}

/** A static policy without counts is no baseline, unless there is no choice. */
function fixedNothing({ groups }: Scenario, label: string): string[] {
  const group = groups.find(({ minimum, maximum = Number.POSITIVE_INFINITY }) => maximum > minimum);
  if (group === undefined) return [];
  const { name, minimum, maximum = minimum + 1 } = group;
  const counts = `parameters: { counts: { ${name}: ${maximum} } }`;
  return [`${label}: fixes no count, so every group keeps what it begins with; write for example ${counts}`];
}
