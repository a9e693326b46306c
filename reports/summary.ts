import type { Bound, Estimate, Result, RunMeasures } from "../sim/result.ts";
import { bestStatics } from "./best-statics.ts";
import { eligible } from "./eligible.ts";
import { durationUnit, formatFixed, unknown } from "./format.ts";
import { type Measure, measures } from "./measures.ts";
import { possibleInterval } from "./possible-interval.ts";

/** A column of measures with its cells in the order of the rows. */
export interface Column {
  readonly measure: Measure;
  /** Of every number in the column; empty for counts, and for durations, whose cells have their own. */
  readonly unit: string;
  readonly cells: readonly Cell[];
}

export interface Cell {
  readonly mean: string;
  /** Of the numbers in this cell, where the column has none. */
  readonly unit?: string;
  /** `11.8–12.6`; missing with fewer than two runs. */
  readonly interval?: string;
  /** Half the width of the interval. */
  readonly half?: string;
  readonly best: boolean;
  /** The runs do not tell it from the baseline's. */
  readonly unclear?: true;
  /** Missing: not known. */
  readonly estimate?: Estimate;
}

/** What is known of one row, by the names of measures. */
export type Row = Readonly<Record<string, Estimate>>;

/** The columns of the summary: a row a policy, and if wanted more for the best static sizes, where there are some. */
export function summaryColumns(result: Result, beside?: "best static"): Column[] {
  const rows = result.policies.map(({ summary, runs, bound }) => ({ ...expired(runs), ...summary, ...regret(bound) }));
  const fixed = beside === undefined ? [] : bestStatics(result);
  const fit = eligible(result);
  const columns = columnsOf(
    measures,
    [...rows, ...fixed.map(({ summary, bound }) => ({ ...summary, ...regret(bound) }))],
    // The best of a column is one of the policies.
    [...result.policies.map(({ label }) => fit.has(label)), ...fixed.map(() => false)],
  );
  return columns.map((column) => ({
    ...column,
    cells: column.cells.map((cell, row) => {
      const verdict = result.policies[row]?.differences?.[column.measure.key]?.verdict;
      return verdict === "not distinguishable" ? { ...cell, best: false, unclear: true } : cell;
    }),
  }));
}

function regret(bound: Bound | undefined): Row {
  return bound?.regret === undefined ? {} : { regret: bound.regret };
}

/** The one measure shown that saved summaries have no name for. */
function expired(runs: readonly RunMeasures[]): Row {
  const counts = runs.flatMap(({ tasks }) => tasks.expired ?? []);
  if (counts.length === 0) return {};
  return { expired: { mean: counts.reduce((sum, count) => sum + count, 0) / counts.length, runs: counts.length } };
}

/** The columns that at least one row has a value for. `fit`: which rows may be the best; all if not given. */
export function columnsOf(wanted: readonly Measure[], rows: readonly Row[], fit?: readonly boolean[]): Column[] {
  const known = wanted.map((measure) => ({ measure, estimates: rows.map((row) => row[measure.key]) }));
  const shown = known.filter(({ measure, estimates }) =>
    estimates.some((estimate) => estimate !== undefined && !(measure.quietAtZero && estimate.mean === 0)),
  );
  return shown.map(({ measure, estimates }) => column(measure, estimates, fit));
}

/** Whether it is known that no policy lost a task: then the column that would say so is left out. */
export function nothingLost(result: Result): boolean {
  return result.policies.every((policy) => policy.summary.lost?.mean === 0);
}

const units: Readonly<Record<Measure["kind"], string>> = {
  duration: "",
  percent: "%",
  excess: "%",
  money: "$",
  hours: "h",
  count: "",
};

function column(measure: Measure, estimates: readonly (Estimate | undefined)[], fit?: readonly boolean[]): Column {
  const one = measure.kind === "percent" || measure.kind === "excess" ? 0.01 : 1;
  const shared = decimalsFor(
    measure,
    estimates.flatMap((estimate) => (estimate === undefined ? [] : [estimate.mean / one])),
  );
  const best = bestOf(estimates, measure.better, fit);
  const cells = estimates.map((estimate): Cell => {
    if (estimate === undefined) return { mean: unknown, best: false };
    if (measure.kind !== "duration") return cell(measure, estimate, one, shared, best.has(estimate));
    const { unit, seconds } = durationUnit(estimate.mean);
    return { ...cell(measure, estimate, seconds, threeDigits(estimate.mean / seconds), best.has(estimate)), unit };
  });
  return { measure, unit: units[measure.kind], cells };
}

/** Its numbers in units of `one`. */
function cell(measure: Measure, estimate: Estimate, one: number, decimals: number, best: boolean): Cell {
  const { mean, low, high } = estimate;
  // Where a mean is below 0, so is its interval; others reach there by Student's t alone.
  const write = (value: number) => written((mean < 0 ? value : Math.max(0, value)) / one, decimals, measure);
  const told = { mean: write(mean), best, estimate };
  const ends = possibleInterval(estimate, measure.kind === "percent" ? "fraction of 1" : "", measure.key);
  if (ends === undefined || low === undefined || high === undefined) return told;
  return { ...told, interval: low === high ? "±0" : ends.map(write).join("–"), half: write((high - low) / 2) };
}

/** A share that is not quite all does not look like all. */
function written(value: number, decimals: number, measure: Measure): string {
  if (value < 0) return `−${written(-value, decimals, measure)}`;
  const text = formatFixed(value, decimals);
  if (measure.kind !== "percent" || value >= 100 || Number(text) < 100) return text;
  return `>${(100 - 10 ** -decimals).toFixed(decimals)}`;
}

function threeDigits(value: number): number {
  if (value === 0) return 0;
  return Math.min(2, Math.max(0, 2 - Math.floor(Math.log10(Number(Math.abs(value).toPrecision(3))))));
}

/**
 * As many for all of a column, and as few columns as can be whose digits depend on who else is in it. Where all shares are near all,
 * they keep the digits that tell 99.95 % from 99.99 %.
 */
function decimalsFor(measure: Measure, means: readonly number[]): number {
  const sizes = means.map(Math.abs).filter((size) => size > 0);
  if (sizes.length === 0) return 0;
  if (measure.kind === "excess") return 1;
  if (measure.kind === "percent") {
    if (Math.min(...sizes) < 99) return 1;
    const rest = Math.min(...sizes.map((size) => 100 - size).filter((size) => size > 0), 1);
    return Math.min(3, Math.max(1, -Math.floor(Math.log10(rest))));
  }
  if (measure.kind === "count") return means.every(Number.isInteger) ? 0 : Math.max(...sizes) < 1 ? 2 : 1;
  return Math.max(...sizes) < 1000 ? 2 : 0;
}

/**
 * The best of those that are fit to be, as far as the runs tell it apart: none where an interval of another overlaps, or where all are
 * the same. A single fit one is the best only where it beats all the others too.
 */
function bestOf(
  estimates: readonly (Estimate | undefined)[],
  better: Measure["better"],
  fit: readonly boolean[] = estimates.map(() => true),
): ReadonlySet<Estimate> {
  if (better === undefined) return new Set();
  const able = estimates.filter((_, row) => fit[row]).filter((estimate) => estimate !== undefined);
  const rivals = able.length > 1 ? able : estimates.filter((estimate) => estimate !== undefined);
  const means = able.map(({ mean }) => mean);
  const leading = better === "low" ? Math.min(...means) : Math.max(...means);
  const best = able.filter(({ mean }) => mean === leading);
  const others = rivals.filter(({ mean }) => mean !== leading);
  const beats = (one: Estimate, other: Estimate) => (better === "low" ? one.mean < other.mean : one.mean > other.mean);
  const clear =
    others.length > 0 && best.every((one) => others.every((other) => beats(one, other) && apart(one, other)));
  return new Set(clear ? best : []);
}

function apart(one: Estimate, other: Estimate): boolean {
  return (one.high ?? one.mean) < (other.low ?? other.mean) || (other.high ?? other.mean) < (one.low ?? one.mean);
}
