import type { Result } from "../../sim/result.ts";
import { isFixed } from "../hints.ts";

/** Place of the policy the page opens with: the recommended one, or else the first, as long as it scales. */
export function firstShown({ policies, recommendation }: Result): number {
  const scaling = policies.filter((policy) => !isFixed(policy));
  const first = scaling.find(({ label }) => label === recommendation?.policy) ?? scaling[0];
  return first === undefined ? 0 : policies.indexOf(first);
}
