import type { Result } from "../sim/result.ts";

/** From what differences are, in words: the baseline; where results are compared each policy has its own. */
export function comparedWith({ baseline }: Result): string {
  return baseline ?? "what it is compared with";
}
