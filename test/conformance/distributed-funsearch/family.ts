import type { Family, Vector } from "../family.ts";
import { checkInitialPlacement } from "./initial-placement.ts";
import { checkRewrite } from "./rewrite.ts";
import { checkScaling } from "./scaling.ts";
import { checkSeen } from "./seen.ts";
import { checkSeveralScalers } from "./several-scalers.ts";

/** The vectors carry no kind, so it is told by their shape. Every kind a policy decides is run. */
export const distributedFunSearchVectors: Family = {
  name: "distributed-funsearch",
  recognizes: (file, about) => file.startsWith("distributed-funsearch") || about.includes("DistributedFunSearch"),
  kindOf,
  kinds: {
    "scaling check v1": { check: checkScaling },
    "scaling check v2": { check: checkRewrite },
    "scaling check v3": { check: checkRewrite },
    "initial placement": { check: checkInitialPlacement },
    "several scalers": { check: checkSeveralScalers },
    "count seen": { check: checkSeen },
    "message batching": { notADecision: "how a sampler gathers messages is its own doing; no policy sees it" },
    "command line": { notADecision: "which setting wins is settled before a policy is made" },
    "client library": { notADecision: "a stale count arises below the observation, in the broker's client" },
    "process handling": { notADecision: "what becomes of a process and its messages is the plant's doing" },
    "other code": { notADecision: "it was recorded from code that scales nothing" },
    "workload arithmetic": { notADecision: "how much work follows from work belongs to the workload" },
  },
};

function kindOf(vector: Vector): string | undefined {
  const { config, state, observation } = vector;
  const shown = Array.isArray(observation) ? observation[0] : observation;
  if (has(shown, "arrival_times_s") || has(config, "prompts_per_batch")) return "message batching";
  if (has(config, "argv")) return "command line";
  if (has(config, "aio_pika")) return "client library";
  if (has(config, "samples_per_prompt")) return "workload arithmetic";
  if (has(config, "num_samplers", "num_evaluators")) return "initial placement";
  if (has(state, "evaluators_per_node", "samplers_per_node")) return "several scalers";
  if (has(vector.expected, "count_seen")) return "count seen";
  if (has(shown, "evaluator_queue", "sampler_queue")) return scalingKind(vector);
  if (fates.test(Object.keys(vector.expected ?? {}).join(" "))) return "process handling";
  return typeof vector.source === "string" && otherCode.test(vector.source) ? "other code" : undefined;
}

/** What can become of a process or a message. */
const fates = /signal|requeue|reject|lost|publish|acked|orphan|exit|alive/;
/** Names a file of theirs, and none that scales. */
const otherCode = /^(?!.*(scaling_utils|resource_manager|__main__)).*\b\w+\.py\b/s;

function scalingKind({ generation, expected_final: final }: Vector): string | undefined {
  if (generation === "v1") return final === undefined ? undefined : "scaling check v1";
  return generation === "v2" || generation === "v3" ? `scaling check ${generation}` : undefined;
}

function has(value: unknown, ...keys: readonly string[]): boolean {
  return typeof value === "object" && value !== null && keys.some((key) => Object.hasOwn(value, key));
}
