import type { z } from "zod";
import { mergedParameters } from "../../../policies/index.ts";
import type { Json } from "../../../policies/policy.ts";
import { fc } from "../fast-check.ts";
import { parametersWithin } from "./parameters.ts";
import { pushWorld } from "./push-world.ts";
import { queueWorld } from "./queue-world.ts";
import { searchWorld } from "./search-world.ts";
import type { TraceWindow } from "./segments.ts";
import type { Situation, Target } from "./situation.ts";

export const worldNames = ["queue", "search", "push"] as const;
export type WorldName = (typeof worldNames)[number];

/** Situations of any of these worlds, else of those that the policy is made for; those of the first come twice as often. */
export function situationsFor(
  target: Target,
  windows: readonly TraceWindow[],
  names: readonly WorldName[] = target.entry?.dispatch === undefined ? worldNames : ["push"],
): fc.Arbitrary<Situation> {
  const worlds = {
    queue: () => queueWorld(target, windows),
    search: () => searchWorld(target),
    push: () => pushWorld(target, windows),
  };
  return fc.oneof(...names.map((name) => ({ weight: name === "queue" ? 2 : 1, arbitrary: worlds[name]() })));
}

/**
 * The same with the policy's parameters varied within its schema. Where `isFine` refuses some, the policy keeps those it has.
 */
export function withParameters(
  situations: fc.Arbitrary<Situation>,
  schema: z.ZodType,
  isFine: (parameters: Json) => boolean,
): fc.Arbitrary<Situation> {
  return fc.record({ situation: situations, varied: parametersWithin(schema) }).map(({ situation, varied }) => {
    const [policy] = situation.scenario.policies;
    if (policy === undefined) return situation;
    const parameters = mergedParameters(policy.parameters as JsonMap, varied as JsonMap);
    if (!isFine(parameters)) return situation;
    return { ...situation, scenario: { ...situation.scenario, policies: [{ ...policy, parameters }] } };
  });
}

type JsonMap = { readonly [key: string]: Json };
