import type { Estimate, Result } from "../sim/result.ts";
import { durationUnit, formatFixed, unknown } from "./format.ts";
import { type Measure, measures } from "./measures.ts";

/** A column of the summary with its cells in the order of the policies. */
export interface Column {
  readonly measure: Measure;
  /** Of every number in the column; empty for counts. Columns of one family share it. */
  readonly unit: string;
  readonly cells: readonly Cell[];
}

export interface Cell {
  readonly mean: string;
  /** `11.8–12.6`; missing with fewer than two runs. */
  readonly interval?: string;
  /** Half the width of the interval. */
  readonly half?: string;
  readonly best: boolean;
  /** Missing: not known. */
  readonly estimate?: Estimate;
}

/** The columns that at least one policy has a value for. All numbers of a column have the same decimals. */
export function summaryColumns(result: Result): Column[] {
  const known = measures.map((measure) => ({
    measure,
    estimates: result.policies.map((policy) => policy.summary[measure.key]),
  }));
  const shown = known.filter(({ measure, estimates }) =>
    estimates.some((estimate) => estimate !== undefined && !(measure.quietAtZero && estimate.mean === 0)),
  );
  return shown.map(({ measure, estimates }) => {
    const family = shown.filter(
      (other) => other.measure.family === measure.family && other.measure.kind === measure.kind,
    );
    const largest = Math.max(...family.flatMap((other) => other.estimates.map((estimate) => estimate?.mean ?? 0)));
    return { measure, ...column(measure, estimates, scaleOf(measure, largest)) };
  });
}

/** Whether it is known that no policy lost a task: then the column that would say so is left out. */
export function nothingLost(result: Result): boolean {
  return result.policies.every((policy) => policy.summary.lost?.mean === 0);
}

interface Scale {
  readonly unit: string;
  /** What one of the unit is in the unit of the result. */
  readonly one: number;
}

function scaleOf({ kind }: Measure, largest: number): Scale {
  switch (kind) {
    case "duration": {
      const { unit, seconds } = durationUnit(largest);
      return { unit, one: seconds };
    }
    case "percent":
      return { unit: "%", one: 0.01 };
    case "money":
      return { unit: "$", one: 1 };
    case "hours":
      return { unit: "h", one: 1 };
    case "count":
      return { unit: "", one: 1 };
  }
}

function column(
  measure: Measure,
  estimates: readonly (Estimate | undefined)[],
  { unit, one }: Scale,
): Omit<Column, "measure"> {
  const decimals = decimalsFor(
    measure,
    estimates.flatMap((estimate) => (estimate === undefined ? [] : [estimate.mean / one])),
  );
  // An interval by Student's t may reach beyond what the measure can be.
  const most = measure.kind === "percent" ? 1 : Number.POSITIVE_INFINITY;
  const write = (value: number) => written(Math.min(most, Math.max(0, value)) / one, decimals, measure);
  const best = bestOf(estimates, measure.better);
  const cells = estimates.map((estimate): Cell => {
    if (estimate === undefined) return { mean: unknown, best: false };
    const { mean, low, high } = estimate;
    const cell = { mean: write(mean), best: mean === best, estimate };
    if (low === undefined || high === undefined) return cell;
    return { ...cell, interval: low === high ? "±0" : `${write(low)}–${write(high)}`, half: write((high - low) / 2) };
  });
  return { unit, cells };
}

/** A share that is not quite all does not look like all. */
function written(value: number, decimals: number, { kind }: Measure): string {
  const text = formatFixed(value, decimals);
  if (kind !== "percent" || value >= 100 || Number(text) < 100) return text;
  return `>${(100 - 10 ** -decimals).toFixed(decimals)}`;
}

/**
 * Enough for three digits of the smallest value, as long as the largest then has no more than four: 10.12 beside 0.81. Where all
 * shares are near all, they keep the digits that tell 99.95 % from 99.99 %.
 */
function decimalsFor(measure: Measure, means: readonly number[]): number {
  const sizes = means.map(Math.abs).filter((size) => size > 0);
  if (sizes.length === 0) return 0;
  if (measure.kind === "money") return Math.max(...sizes) < 1000 ? 2 : 0;
  if (measure.kind === "percent") {
    if (Math.min(...sizes) < 99) return 1;
    const rest = Math.min(...sizes.map((size) => 100 - size).filter((size) => size > 0), 1);
    return Math.min(3, Math.max(1, -Math.floor(Math.log10(rest))));
  }
  if (means.every(Number.isInteger)) return 0;
  const wanted = 2 - Math.floor(Math.log10(Math.min(...sizes)));
  const room = 3 - Math.floor(Math.log10(Math.max(...sizes)));
  return Math.max(0, Math.min(wanted, room));
}

/** The best mean, unless all policies share it: then it tells nothing. */
function bestOf(estimates: readonly (Estimate | undefined)[], better: Measure["better"]): number | undefined {
  const means = estimates.flatMap((estimate) => (estimate === undefined ? [] : [estimate.mean]));
  if (better === undefined || means.length < 2 || means.every((mean) => mean === means[0])) return undefined;
  return better === "low" ? Math.min(...means) : Math.max(...means);
}
