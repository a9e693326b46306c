import type { Difference, Estimate, Result } from "../sim/result.ts";
import { afterCorrection, allDifferences } from "./after-correction.ts";
import { formatMeasured } from "./format-measured.ts";
import { limitWords } from "./limit-words.ts";
import { named, unitOf } from "./metric-words.ts";
import { possibleInterval } from "./possible-interval.ts";

/** The answer in a sentence or two: the policy to run, and what it saves and costs against another. */
export function answer(result: Result): string | undefined {
  const { recommendation } = result;
  if (recommendation === undefined) return undefined;
  const { policy, against, subjectTo, atLeast = [], feasible, minimize } = recommendation;
  const kept = limitWords(result, recommendation);
  const values = [...subjectTo, ...atLeast]
    .map(({ measure, value }) => withInterval(value, unitOf(result, measure), measure))
    .join("; ");
  if (feasible.length === 0) return `No policy keeps ${kept}; ${policy} comes nearest: ${values}.`;
  const why =
    feasible.length === 1 ? "the only policy" : `least ${named(result, minimize)} of the ${feasible.length} policies`;
  const first = `Recommended: ${policy}, ${why} with ${kept} (${values}).`;
  if (against === undefined) return first;
  const latency = subjectTo.find(({ measure }) => difference(result, measure) !== undefined)?.measure ?? "wait.p95";
  const told = [minimize, latency].flatMap((measure) => clause(result, measure, difference(result, measure)) ?? []);
  return told.length === 0 ? first : `${first} Against ${against}: ${told.join(", ")}.`;
}

interface Told {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  readonly verdict: Difference["verdict"];
  readonly headline?: true | undefined;
  readonly runs: number;
}

/** Of the recommended policy from the one it is compared with: where it is the baseline itself, the other's turned around. */
function difference({ policies, recommendation, baseline }: Result, measure: string): Told | undefined {
  if (recommendation === undefined) return undefined;
  const turned = recommendation.policy === baseline;
  const label = turned ? recommendation.against : recommendation.policy;
  const found = policies.find((policy) => policy.label === label)?.differences?.[measure];
  return found === undefined || !turned ? found : { ...found, mean: -found.mean, low: -found.high, high: -found.low };
}

function clause(result: Result, measure: string, told: Told | undefined): string | undefined {
  if (told === undefined) return undefined;
  const name = named(result, measure);
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

function withInterval(value: Estimate, unit: string, measure: string): string {
  const mean = formatMeasured(value.mean, unit);
  const interval = possibleInterval(value, unit, measure)?.map((end) => formatMeasured(end, unit));
  return interval === undefined ? mean : `${mean}, ${interval.join(" to ")}`;
}
