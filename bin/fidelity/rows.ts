import { estimate } from "../../sim/measure/summary.ts";
import { unpairedDifference } from "../../sim/measure/unpaired-difference.ts";
import type { Estimate } from "../../sim/result.ts";
import { agreement } from "./agreement.ts";
import { type Curve, meanOf, type RunStatistics } from "./run-statistics.ts";

/** One run, real or simulated. */
export interface Sample {
  readonly statistics: RunStatistics;
  /** 95th percentile of the wait; missing where nobody wrote down when tasks began. */
  readonly waitP95?: number;
}

/** One line of the comparison. Errors and spreads are fractions of the mean of the real runs. */
export interface Row {
  readonly what: string;
  readonly unit: "1" | "s" | "$" | "h" | "share";
  readonly real?: Estimate;
  readonly simulated?: Estimate;
  readonly error?: number;
  /** 95 % interval of the error. */
  readonly errorLow?: number;
  readonly errorHigh?: number;
  /** Standard deviation of the real runs. Of curves and decisions, how much one real run differs from the others. */
  readonly spread?: number;
  /** Missing: it is shown and not judged. */
  readonly outcome?: "holds" | "too far" | "too much spread";
}

const BOUND = 0.05;
const SPREAD = 0.1;
const AGREEING = 0.95;

/** `price`: dollars an hour of a replica, by group; undefined where not all have one. */
export function rowsOf(
  real: readonly Sample[],
  simulated: readonly Sample[],
  { period, price }: { readonly period: number; readonly price: Readonly<Record<string, number>> | undefined },
): Row[] {
  const of = (name: keyof Omit<RunStatistics, "asked">) => namesIn(real, name);
  const costOf = ({ statistics }: Sample) =>
    Object.entries(statistics.running).reduce((sum, [group, curve]) => {
      const hours = ((meanOf(curve) ?? 0) * curve.length * period) / 3600;
      return sum + hours * (price === undefined ? 1 : (price[group] ?? 0));
    }, 0);
  const meanRow = (name: keyof Omit<RunStatistics, "asked">, subject: string, what: string, isJudged: boolean) =>
    compared(what, "1", real, simulated, ({ statistics }) => meanOf(statistics[name][subject] ?? []), isJudged);
  const overTime = (name: keyof Omit<RunStatistics, "asked">, subject: string, what: string) =>
    curves(what, (sample) => sample.statistics[name][subject] ?? [], real, simulated);
  const labeled = (words: string, subject: string, all: readonly string[]) =>
    all.length === 1 ? words : `${words} of ${subject}`;
  return [
    ...of("waiting").flatMap((queue, _, all) => [
      ...meanRow("waiting", queue, labeled("waiting tasks, mean", queue, all), false),
      ...overTime("waiting", queue, labeled("waiting tasks, over time", queue, all)),
    ]),
    ...of("replicas").flatMap((group, _, all) => [
      ...meanRow("replicas", group, labeled("replicas, mean", group, all), true),
      ...overTime("replicas", group, labeled("replicas, over time", group, all)),
      ...meanRow("ready", group, labeled("ready replicas, mean", group, all), false),
    ]),
    ...compared("p95 wait", "s", real, simulated, ({ waitP95 }) => waitP95, true),
    ...compared(
      price === undefined ? "replica hours" : "cost",
      price === undefined ? "h" : "$",
      real,
      simulated,
      costOf,
      true,
    ),
    ...decisions(real, simulated),
  ];
}

/** Nothing where a run does not know it. */
function compared(
  what: string,
  unit: Row["unit"],
  real: readonly Sample[],
  simulated: readonly Sample[],
  of: (sample: Sample) => number | undefined,
  isJudged: boolean,
): Row[] {
  const [known, made] = [real, simulated].map((samples) => samples.map(of).filter((value) => value !== undefined));
  if (known === undefined || made === undefined || known.length < real.length || made.length < simulated.length)
    return [];
  const [inReal, inSimulated] = [estimate(known), estimate(made)];
  const { mean } = inReal;
  const base = { what, unit, real: inReal, simulated: inSimulated };
  // Of nothing there is no share.
  if (mean === 0) return [{ ...base, ...(isJudged && { outcome: inSimulated.mean === 0 ? "holds" : "too far" }) }];
  const error = inSimulated.mean / mean - 1;
  const difference = unpairedDifference(made, known);
  const spread = known.length < 2 ? undefined : deviation(known) / mean;
  return [
    {
      ...base,
      error,
      ...(difference !== undefined && { errorLow: difference.low / mean, errorHigh: difference.high / mean }),
      ...(spread !== undefined && { spread }),
      ...(isJudged && { outcome: outcome(Math.abs(error), spread) }),
    },
  ];
}

function outcome(error: number, spread = 0): NonNullable<Row["outcome"]> {
  if (spread > SPREAD) return "too much spread";
  return error <= Math.max(BOUND, spread) ? "holds" : "too far";
}

/** How far the mean curves are apart on average, and how far each real run is from the mean of them. */
function curves(
  what: string,
  of: (sample: Sample) => Curve,
  real: readonly Sample[],
  simulated: readonly Sample[],
): Row[] {
  const [known, made] = [real, simulated].map((samples) => meanCurve(samples.map(of)));
  const mean = meanOf(known ?? []);
  if (known === undefined || made === undefined || mean === undefined || mean === 0) return [];
  const error = distance(known, made) / mean;
  const spread = real.map((sample) => distance(of(sample), known) / mean);
  return [{ what, unit: "1", error, ...(real.length > 1 && { spread: estimate(spread).mean }) }];
}

function meanCurve(all: readonly Curve[]): Curve {
  const longest = Math.max(...all.map((curve) => curve.length));
  return Array.from({ length: longest }, (_, check) => meanOf(all.map((curve) => curve[check])));
}

function distance(one: Curve, other: Curve): number {
  const apart = one.map((value, check) => {
    const there = other[check];
    return value === undefined || there === undefined ? undefined : Math.abs(value - there);
  });
  return meanOf(apart) ?? 0;
}

/** Every simulated run beside every real one; the spread is of every pair of real ones. */
function decisions(real: readonly Sample[], simulated: readonly Sample[]): Row[] {
  const across = real.map((one) => share(simulated.map((other) => agreement(one.statistics, other.statistics))));
  const among = real.map((one) =>
    share(real.filter((other) => other !== one).map((other) => agreement(one.statistics, other.statistics))),
  );
  const known = across.filter((value) => value !== undefined);
  if (known.length === 0) return [];
  const agreeing = estimate(known);
  const apart = share(among);
  return [
    {
      what: "decisions agreeing",
      unit: "share",
      simulated: agreeing,
      ...(apart !== undefined && { real: estimate(among.filter((value) => value !== undefined)), spread: 1 - apart }),
      error: 1 - agreeing.mean,
      outcome: agreeing.mean >= AGREEING ? "holds" : "too far",
    },
  ];
}

function share(values: readonly (number | undefined)[]): number | undefined {
  return meanOf(values);
}

function deviation(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}

function namesIn(samples: readonly Sample[], name: keyof RunStatistics): string[] {
  return [...new Set(samples.flatMap(({ statistics }) => Object.keys(statistics[name])))];
}
