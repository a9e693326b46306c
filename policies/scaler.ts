import { define } from "./entry.ts";
import type { Decision, Json, Observation, Outcome, Policy } from "./policy.ts";
import { hold, reason } from "./scaler/act.ts";
import { capability } from "./scaler/capability.ts";
import { fixedElastic } from "./scaler/fixed-elastic.ts";
import { bounds, type Parameters, parameters, presets } from "./scaler/parameters.ts";
import { type PolicyContent, readPolicyContent } from "./scaler/policy-content.ts";
import { reasons } from "./scaler/reasons.ts";
import { type Adapter, adapterOf, snapshotOf } from "./scaler/snapshot.ts";
import { type View, vanilla } from "./scaler/vanilla.ts";

/** Whether the primary of fixed_elastic has been asked for. */
type Memory = { readonly primaryAsked: boolean };

/** OpenGRIS Scaler's scaling policies. A group is a worker adapter, a replica one of its worker groups. */
export const scaler = define({
  name: "scaler",
  summary: "Starts and shuts down groups of workers by the ratio of tasks to workers, of all or of each capability.",
  source: "OpenGRIS Scaler docs/source/tutorials/scaling.rst and src/scaler/scheduler at d5553793 (1.16.2, 2026-02-27)",
  parameters,
  presets,
  reasons,
  monotoneInLoad: () => true,
  examples: [
    { policyContent: "allocate=even_load; scaling=vanilla" },
    { policyContent: "allocate=even_load; scaling=vanilla", preset: "corrected", keepLastGroup: true },
    { policyContent: "allocate=even_load; scaling=fixed_elastic" },
    { policyContent: "allocate=even_load; scaling=fixed_elastic", preset: "corrected" },
    { preset: "as-published", stopWhenFull: false, keepLastGroup: true, upperTaskRatio: 20 },
  ],
  dispatch: (bound) => contentOf(bound).allocate,
  create: (bound): Policy<Memory> => {
    const content = contentOf(bound);
    return {
      name: "scaler",
      version: 1,
      parameters: bound satisfies Json,
      begin: () => ({ primaryAsked: false }),
      decide: (observation, memory) => decide(bound, content, observation, memory),
    };
  },
});

function contentOf({ policyContent, policyEngineType }: Parameters): PolicyContent {
  const content = readPolicyContent(policyContent, policyEngineType);
  if ("error" in content) throw new Error(content.error);
  return content;
}

/** Every adapter that is seen has just sent its heartbeat: each is judged by itself, on the same snapshot. */
function decide(bound: Parameters, content: PolicyContent, observation: Observation, memory: Memory): Outcome<Memory> {
  const snapshot = snapshotOf(observation);
  let { primaryAsked } = memory;
  function judge(adapter: Adapter): Decision {
    if (content.scaling === "no") return hold(adapter, [reason("scaling-is-no", {})]);
    if (snapshot === undefined) return hold(adapter, [reason("tasks-unknown", {})]);
    const view: View = { snapshot, bounds: bounds(bound, content), parameters: bound };
    if (content.scaling === "vanilla") return vanilla(view, adapter);
    if (content.scaling === "capability") return capability(view, adapter);
    const judged = fixedElastic(view, adapter, primaryAsked);
    primaryAsked = judged.primaryAsked;
    return judged.decision;
  }
  const isTable = observation.workers !== undefined;
  const decisions = Object.entries(observation.groups).map(([name, group]) => {
    return judge(adapterOf(name, group, isTable, bound));
  });
  return { decisions, memory: { primaryAsked } };
}
