import { bind, type Json } from "../policies/index.ts";
import { readPolicyContent } from "../policies/scaler/policy-content.ts";
import { labelOf } from "./resolve.ts";
import type { ScenarioFile } from "./schema.ts";

/** Tip 1 of Scaler's guide: allocating and scaling should match; and the dispatcher should do what a policy says of allocating. */
export function allocationWarnings(read: ScenarioFile): string[] {
  return read.policies.flatMap((written) => {
    const { policy, parameters } = typeof written === "string" ? { policy: written, parameters: {} } : written;
    if (policy !== "scaler") return [];
    const { policyContent } = bind(policy, parameters as Json).parameters as { readonly policyContent: string };
    return mismatches(policyContent, read).map((warning) => `${labelOf(written)}: ${warning}`);
  });
}

function mismatches(text: string, { dispatcher, queues, workload }: ScenarioFile): string[] {
  const content = readPolicyContent(text, "simple");
  if ("error" in content) return [];
  const { allocate, scaling } = content;
  const kinds = [...Object.values(queues), ...workload.flatMap(({ classes = {} }) => Object.values(classes))];
  const isSelective = kinds.some(({ needs = {} }) => Object.keys(needs).length > 0);
  const warnings: string[] = [];
  if (scaling === "capability" && allocate === "even_load") {
    const message = "starts workers for what tasks need, and allocate=even_load gives tasks to anybody";
    warnings.push(`scaling=capability ${message}; use allocate=capability`);
  }
  if (allocate === "capability" && (scaling === "vanilla" || scaling === "fixed_elastic") && isSelective) {
    const message = "counts workers whatever they can do, so tasks may wait for one that is never started";
    warnings.push(`scaling=${scaling} ${message}; use scaling=capability`);
  }
  if (dispatcher === undefined) {
    const remedy = `write dispatcher: { kind: push, allocate: ${allocate} }`;
    warnings.push(`Scaler pushes tasks to workers, and here workers take them from queues; ${remedy}`);
  } else if (dispatcher.allocate !== allocate) {
    warnings.push(`it says allocate=${allocate}, and the dispatcher does ${dispatcher.allocate}; make them one`);
  }
  return warnings;
}
