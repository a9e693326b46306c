import type { Result } from "../sim/result.ts";
import { limitWords } from "./limit-words.ts";

/** What the best static size is and why there is none; what regret is counted from, and why it is not. */
export function besideThePolicies(result: Result): string[] {
  const { bestStatic, noBestStatic, noBound, policies } = result;
  const said: string[] = [];
  if (bestStatic !== undefined) {
    const { counts, like, tried, note } = bestStatic;
    const sizes = Object.entries(counts).map(([group, count]) => `${group} ${count}`);
    const kept = limitWords(result, bestStatic, like === undefined ? "below" : "at most");
    const reached = like === undefined ? "" : `, which ${like} has`;
    const more = note === undefined ? "" : `; ${note}`;
    said.push(`Best static: ${sizes.join(", ")}: the cheapest of ${tried} sizes tried, with ${kept}${reached}${more}.`);
  }
  if (noBestStatic !== undefined) said.push(`No best static size: ${noBestStatic}.`);
  if (policies.some(({ bound }) => bound !== undefined)) {
    said.push(
      "Regret: what was paid above the least that any schedule could have, on the same work and with the same p95 of the wait.",
    );
  }
  if (noBound !== undefined && noBound !== noBestStatic) said.push(`No regret: ${noBound}.`);
  return said;
}
