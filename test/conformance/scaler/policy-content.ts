import { z } from "zod";
import { bind, UsageError } from "../../../policies/index.ts";
import { readPolicyContent } from "../../../policies/scaler/policy-content.ts";
import type { Comparison, Vector } from "../family.ts";

const given = z.object({ policy_content: z.string(), policy_engine_type: z.string().default("simple") });

/** What a policy string means, or its error; and the policy is made with it, or not, with that error. */
export function checkPolicyContent(vector: Vector): Comparison {
  const { policy_content: policyContent, policy_engine_type: policyEngineType } = given.parse(vector);
  const read = readPolicyContent(policyContent, policyEngineType);
  const refusal = refusalOf(policyContent, policyEngineType);
  if ("error" in read) {
    if (refusal?.includes(read.error) !== true) throw new Error(`the policy says ${refusal}, not ${read.error}`);
    return { expected: vector.expected, actual: { ok: false, raises: "ValueError", message: read.error } };
  }
  if (refusal !== undefined) throw new Error(refusal);
  const actual = { ok: true, allocate: classes.allocate[read.allocate], scaling: classes.scaling[read.scaling] };
  return { expected: vector.expected, actual };
}

function refusalOf(policyContent: string, policyEngineType: string): string | undefined {
  try {
    bind("scaler", { policyContent, policyEngineType });
    return undefined;
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
}

/** Names in the original. */
const classes = {
  allocate: { even_load: "EvenLoadAllocatePolicy", capability: "CapabilityAllocatePolicy" },
  scaling: {
    no: "NoScalingController",
    vanilla: "VanillaScalingController",
    fixed_elastic: "FixedElasticScalingController",
    capability: "CapabilityScalingController",
  },
} as const;
