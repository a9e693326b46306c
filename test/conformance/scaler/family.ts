import { readPolicyContent } from "../../../policies/scaler/policy-content.ts";
import type { Family, Vector } from "../family.ts";
import { checkAllocation } from "./allocation.ts";
import { checkPolicyContent } from "./policy-content.ts";
import { checkScaling } from "./scaling.ts";

/** OpenGRIS Scaler: its scaling policies, the text that chooses them, and which worker gets which task. */
export const scalerVectors: Family = {
  name: "scaler",
  recognizes: (file, about) => file.startsWith("scaler") || about.includes("opengris-scaler"),
  listed,
  kindOf,
  kinds: {
    "scaling=no": { check: checkScaling },
    "scaling=vanilla": { check: checkScaling },
    "scaling=capability": { check: checkScaling },
    "scaling=fixed_elastic": { check: checkScaling },
    "policy string": { check: checkPolicyContent },
    "allocate=even_load": { check: checkAllocation },
    "allocate=capability": { check: checkAllocation },
    "live processes": { notADecision: "what scheduler and adapter processes did, told in words" },
    "wire format": { notADecision: "bytes on the wire" },
  },
};

/** The file has a list for each sort of vector, and one deeper down. */
function listed(content: Readonly<Record<string, unknown>>): readonly Vector[] {
  const { samples } = (content.wire_samples ?? {}) as { readonly samples?: unknown };
  const lists = [...Object.values(content), samples].filter((each) => Array.isArray(each));
  return (lists.flat() as readonly (Omit<Vector, "name"> & { name?: string; id?: string })[]).map((vector) => ({
    ...vector,
    name: vector.name ?? vector.id ?? "without a name",
  }));
}

function kindOf({ kind, policy_content: content, policy, ...rest }: Vector): string | undefined {
  if (kind === "scaling" && typeof content === "string") {
    const read = readPolicyContent(content, "simple");
    return "error" in read ? undefined : `scaling=${read.scaling}`;
  }
  if (kind === "policy_content") return "policy string";
  if (kind === "allocation") return `allocate=${policy}`;
  if ("observed" in rest) return "live processes";
  return "bytes_hex" in rest ? "wire format" : undefined;
}
