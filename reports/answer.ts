import type { Difference, Recommendation, Result } from "../sim/result.ts";
import { afterCorrection, allDifferences } from "./after-correction.ts";
import { bestStatics, type FixedSize } from "./best-statics.ts";
import { formatMeasured } from "./format-measured.ts";
import { limitWords, reachedWords, sizeWords } from "./limit-words.ts";
import { named, unitOf } from "./metric-words.ts";

/** The answer in a sentence or three: the policy to run, what it saves and costs against another, and a fixed size that is cheaper. */
export function answer(result: Result): string | undefined {
  const said = answerSentences(result);
  return said.length === 0 ? undefined : said.join(" ");
}

/** The same, sentence by sentence; none without a recommendation. */
export function answerSentences(result: Result): string[] {
  const { recommendation } = result;
  if (recommendation === undefined) return [];
  return [...recommended(result, recommendation), ...cheaper(result, recommendation)];
}

function recommended(result: Result, recommendation: Recommendation): string[] {
  const { policy, against, subjectTo, feasible, minimize } = recommendation;
  const kept = limitWords(result, recommendation);
  const values = reachedWords(result, recommendation);
  if (feasible.length === 0) return [`No policy keeps ${kept}; ${policy} comes nearest: ${values}.`];
  const why =
    feasible.length === 1 ? "the only policy" : `least ${named(result, minimize)} of the ${feasible.length} policies`;
  const first = `Recommended: ${policy}, ${why} with ${kept} (${values}).`;
  if (against === undefined) return [first];
  const latency = subjectTo.find(({ measure }) => difference(result, measure) !== undefined)?.measure ?? "wait.p95";
  const told = [minimize, latency].flatMap((measure) => clause(result, measure, difference(result, measure)) ?? []);
  return told.length === 0 ? [first] : [first, `Against ${against}: ${told.join(", ")}.`];
}

/** The best fixed size, where it pays less than the recommended policy, or where no policy keeps to what it keeps to. */
function cheaper(result: Result, { policy, feasible, minimize, subjectTo }: Recommendation): string[] {
  const paidFor = ({ summary }: Pick<FixedSize, "summary">) => summary[minimize]?.mean ?? Number.POSITIVE_INFINITY;
  const [bestStatic] = bestStatics(result).toSorted((a, b) => paidFor(a) - paidFor(b));
  const fixed = bestStatic?.summary[minimize]?.mean;
  const own = result.policies.find(({ label }) => label === policy)?.summary[minimize]?.mean;
  if (bestStatic === undefined || fixed === undefined || own === undefined) return [];
  if (feasible.length > 0 && fixed >= own) return [];
  // It was looked for without what is known of it only now.
  const regret = bestStatic.summary.regret?.mean ?? 0;
  if (subjectTo.some(({ measure, below }) => measure === "regret" && regret >= below)) return [];
  const paid = formatMeasured(fixed, unitOf(result, minimize));
  const what = minimize === "cost.total" ? "" : ` of ${named(result, minimize)}`;
  return [`A fixed size, ${sizeWords(bestStatic)}, would keep it for ${paid}${what}.`];
}

interface Told {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  readonly verdict: Difference["verdict"];
  readonly headline?: true | undefined;
  readonly runs: number;
}

/** Of the recommended policy from the one it is compared with: where that is compared with it, the other's turned around. */
function difference({ policies, recommendation }: Result, measure: string): Told | undefined {
  const of = (label: string | undefined) => policies.find((policy) => policy.label === label)?.differences;
  const own = of(recommendation?.policy);
  if (own !== undefined) return own[measure];
  const found = of(recommendation?.against)?.[measure];
  return found && { ...found, mean: -found.mean, low: -found.high, high: -found.low };
}

function clause(result: Result, measure: string, told: Told | undefined): string | undefined {
  if (told === undefined) return undefined;
  const name = named(result, measure);
  if (told.low === 0 && told.high === 0) return `no difference in ${name}`;
  const written = (value: number) => formatMeasured(value, unitOf(result, measure));
  if (told.verdict === "not distinguishable") {
    const corrected = afterCorrection(told, allDifferences(result.policies));
    return `${name} not distinguishable at ${told.runs} runs${corrected} (${written(told.low)} to ${written(told.high)})`;
  }
  const [least, most] = told.mean < 0 ? [-told.high, -told.low] : [told.low, told.high];
  const [from, to] = [written(least), written(most)];
  const clear = `${written(Math.abs(told.mean))} ${told.mean < 0 ? "less" : "more"} ${name}`;
  return from === to ? clear : `${clear} (${from} to ${to})`;
}
