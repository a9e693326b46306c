import type { OfOne, Result } from "../sim/result.ts";
import { limitWords, reachedWords, sizeWords } from "./limit-words.ts";
import { named } from "./metric-words.ts";

/** What the best static size is and why there is none; what regret is counted from, and why it is not. */
export function besideThePolicies(result: Result): string[] {
  const { policies, ofEach = [{ ...result, name: "", labels: [] }] } = result;
  const [fixed, unbound] = [said(result, ofEach, fixedSize), said(result, ofEach, whyNoBound)];
  const bounded = policies.flatMap(({ label, bound }) => (bound === undefined ? [] : [{ label, ...bound }]));
  const [first] = bounded;
  const regret =
    first === undefined
      ? []
      : [
          `Regret: ${named(result, first.measure)} above the least that any schedule could have paid, on the same work and with the same p95 of the wait.`,
        ];
  const free = bounded.filter(({ regret }) => regret === undefined).map(({ label }) => label);
  const without =
    free.length === 0 ? [] : [`No regret of ${free.join(", ")}: the least that could have been paid is nothing.`];
  return [...fixed, ...regret, ...without, ...unbound];
}

/** What it is about, and what is to be said of that. */
type Told = readonly [string, string];

/** A line for each thing said, with whose it is where it is not that of all results compared. */
function said(result: Result, all: readonly OfOne[], tell: (result: Result, one: OfOne) => Told | undefined): string[] {
  const lines = new Map<string, { told: Told; names: string[] }>();
  for (const one of all) {
    const told = tell(result, one);
    if (told === undefined) continue;
    const known = lines.get(told.join());
    if (known === undefined) lines.set(told.join(), { told, names: [one.name] });
    else known.names.push(one.name);
  }
  return [...lines.values()].map(({ told: [what, words], names }) => {
    const whose = names.length === all.length ? "" : ` of ${names.join(" and ")}`;
    return `${what}${whose}: ${words}.`;
  });
}

function fixedSize(result: Result, { bestStatic, noBestStatic, noBound, otherRuns }: OfOne): Told | undefined {
  if (noBestStatic !== undefined) {
    return [`No best static size${noBound === noBestStatic ? " and no regret" : ""}`, noBestStatic];
  }
  if (bestStatic === undefined) return undefined;
  const { like, tried, note } = bestStatic;
  const kept = limitWords(result, bestStatic, like === undefined ? "below" : "at most");
  const reached = like === undefined ? "" : `, which ${like} has`;
  const runs = otherRuns ?? result.seeds.length;
  const mean = runs < 2 ? "" : otherRuns === undefined ? " on the mean" : ` on the mean of all its ${otherRuns} runs`;
  const more = note === undefined ? "" : `; ${note}`;
  return [
    "Best static",
    `${sizeWords(bestStatic)}: the cheapest of ${tried} sizes tried, with ${kept}${mean}${reached} (${reachedWords(result, bestStatic)})${more}`,
  ];
}

function whyNoBound(_: Result, { noBound, noBestStatic }: OfOne): Told | undefined {
  return noBound === undefined || noBound === noBestStatic ? undefined : ["No regret", noBound];
}
