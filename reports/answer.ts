import type { Difference, Estimate, Result } from "../sim/result.ts";
import { formatDuration, formatMoney, formatNumber } from "./format.ts";

/** The answer in a sentence or two: the policy to run, and what it saves and costs against another. */
export function answer(result: Result): string | undefined {
  const { recommendation } = result;
  if (recommendation === undefined) return undefined;
  const { policy, against, subjectTo, feasible, minimize } = recommendation;
  const kept = subjectTo.map(({ measure, below }) => `${named(measure)} below ${formatDuration(below)}`).join(" and ");
  const values = subjectTo.map(({ value }) => withInterval(value)).join("; ");
  if (feasible.length === 0) return `No policy keeps ${kept}; ${policy} comes nearest: ${values}.`;
  const why = feasible.length === 1 ? "the only policy" : `least ${named(minimize)} of the ${feasible.length} policies`;
  const first = `Recommended: ${policy}, ${why} with ${kept} (${values}).`;
  if (against === undefined) return first;
  const latency = subjectTo.find(({ measure }) => difference(result, measure) !== undefined)?.measure ?? "wait.p95";
  const told = [minimize, latency].flatMap((measure) => clause(measure, difference(result, measure)) ?? []);
  return told.length === 0 ? first : `${first} Against ${against}: ${told.join(", ")}.`;
}

interface Told {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  readonly verdict: Difference["verdict"];
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

function clause(measure: string, told: Told | undefined): string | undefined {
  if (told === undefined) return undefined;
  if (told.verdict === "not distinguishable") {
    return `${named(measure)} not distinguishable at ${told.runs} runs (${written(measure, told.low)} to ${written(measure, told.high)})`;
  }
  const [least, most] = told.mean < 0 ? [-told.high, -told.low] : [told.low, told.high];
  const [from, to] = [written(measure, least), written(measure, most)];
  const clear = `${written(measure, Math.abs(told.mean))} ${told.mean < 0 ? "less" : "more"} ${named(measure)}`;
  return from === to ? clear : `${clear} (${from} to ${to})`;
}

function withInterval({ mean, low, high }: Estimate): string {
  if (low === undefined || high === undefined) return formatDuration(mean);
  return `${formatDuration(mean)}, ${formatDuration(Math.max(0, low))} to ${formatDuration(high)}`;
}

const NAMES: Readonly<Record<string, string>> = {
  "cost.total": "cost",
  replicaHours: "replica time",
  gpuHours: "GPU time",
};

function named(measure: string): string {
  const [what, statistic] = measure.split(".");
  return NAMES[measure] ?? `${statistic} ${what}`;
}

function written(measure: string, value: number): string {
  const sign = value < 0 ? "−" : "";
  const size = Math.abs(value);
  if (measure === "cost.total") return `${sign}$${formatMoney(size)}`;
  if (measure in NAMES) return `${sign}${formatNumber(size)} h`;
  return `${sign}${formatDuration(size)}`;
}
