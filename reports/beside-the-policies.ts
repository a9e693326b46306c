import type { Result } from "../sim/result.ts";
import { formatDuration } from "./format.ts";

/** What the best static size is and why there is none; what regret is counted from, and why it is not. */
export function besideThePolicies({ bestStatic, noBestStatic, noBound, policies }: Result): string[] {
  const said: string[] = [];
  if (bestStatic !== undefined) {
    const { counts, subjectTo, like, tried, note } = bestStatic;
    const sizes = Object.entries(counts).map(([group, count]) => `${group} ${count}`);
    const kept = subjectTo.map(
      ({ measure, below }) => `${named(measure)} ${like ? "at most" : "below"} ${formatDuration(below)}`,
    );
    const reached = like === undefined ? "" : `, which ${like} has`;
    const more = note === undefined ? "" : `; ${note}`;
    said.push(
      `Best static: ${sizes.join(", ")}: the cheapest of ${tried} sizes tried, with ${kept.join(" and ")}${reached}${more}.`,
    );
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

/** `wait.p95` as people say it. */
function named(measure: string): string {
  return measure.split(".").reverse().join(" ");
}
