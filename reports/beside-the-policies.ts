import type { Result } from "../sim/result.ts";
import { limitWords, reachedWords, sizeWords } from "./limit-words.ts";
import { named } from "./metric-words.ts";

/** What the best static size is and why there is none; what regret is counted from, and why it is not. */
export function besideThePolicies(result: Result): string[] {
  const { bestStatic, noBestStatic, noBound, policies, seeds } = result;
  const said: string[] = [];
  if (bestStatic !== undefined) {
    const { like, tried, note } = bestStatic;
    const kept = limitWords(result, bestStatic, like === undefined ? "below" : "at most");
    const reached = like === undefined ? "" : `, which ${like} has`;
    const mean = seeds.length < 2 ? "" : " on the mean";
    const more = note === undefined ? "" : `; ${note}`;
    said.push(
      `Best static: ${sizeWords(bestStatic)}: the cheapest of ${tried} sizes tried, with ${kept}${mean}${reached} (${reachedWords(result, bestStatic)})${more}.`,
    );
  }
  if (noBestStatic !== undefined) {
    const neither = noBound === noBestStatic ? " and no regret" : "";
    said.push(`No best static size${neither}: ${noBestStatic}.`);
  }
  const bounded = policies.flatMap(({ label, bound }) => (bound === undefined ? [] : [{ label, ...bound }]));
  const [first] = bounded;
  if (first !== undefined) {
    said.push(
      `Regret: ${named(result, first.measure)} above the least that any schedule could have paid, on the same work and with the same p95 of the wait.`,
    );
  }
  const free = bounded.filter(({ regret }) => regret === undefined).map(({ label }) => label);
  if (free.length > 0) said.push(`No regret of ${free.join(", ")}: the least that could have been paid is nothing.`);
  if (noBound !== undefined && noBound !== noBestStatic) said.push(`No regret: ${noBound}.`);
  return said;
}
