import type { Estimate, Result } from "../sim/result.ts";
import { alignDecimals, durationUnit, formatMoney, formatNumber, formatPercent, unknown } from "./format.ts";
import { type Measure, measures } from "./measures.ts";

/** A column of the summary with its cells in the order of the policies. */
export interface Column {
  readonly measure: Measure;
  /** Of every number in the column; empty for counts. */
  readonly unit: string;
  readonly cells: readonly Cell[];
}

export interface Cell {
  readonly mean: string;
  /** `11.8 – 12.6`; missing with fewer than two runs. */
  readonly interval?: string;
  readonly best: boolean;
  readonly estimate?: Estimate;
}

/** The columns that at least one policy has a value for. `pad` characters align decimal points. */
export function summaryColumns(result: Result, pad: { digit: string; point: string }): Column[] {
  return measures
    .filter((measure) => result.policies.some((policy) => policy.summary[measure.key] !== undefined))
    .map((measure) => column(result, measure, pad));
}

function column(result: Result, measure: Measure, pad: { digit: string; point: string }): Column {
  const estimates = result.policies.map((policy) => policy.summary[measure.key]);
  const largest = Math.max(...estimates.map((estimate) => estimate?.mean ?? 0));
  const { unit, write } = writer(measure, largest);
  const means = alignDecimals(
    estimates.map((estimate) => (estimate === undefined ? unknown : write(estimate.mean))),
    pad.digit,
    pad.point,
  );
  const best = bestOf(estimates, measure.better);
  const cells = estimates.map((estimate, index): Cell => {
    const interval =
      estimate?.low === undefined || estimate.high === undefined
        ? undefined
        : `${write(Math.max(estimate.low, lowest(measure)))} – ${write(estimate.high)}`;
    return {
      mean: means[index] ?? unknown,
      ...(interval === undefined ? {} : { interval }),
      best: best !== undefined && estimate?.mean === best,
      ...(estimate === undefined ? {} : { estimate }),
    };
  });
  return { measure, unit, cells };
}

/** A symmetric interval may reach below what the measure can be. */
function lowest(measure: Measure): number {
  return measure.kind === "money" ? Number.NEGATIVE_INFINITY : 0;
}

function writer(measure: Measure, largest: number): { unit: string; write: (value: number) => string } {
  switch (measure.kind) {
    case "duration": {
      const { unit, seconds } = durationUnit(largest);
      return { unit, write: (value) => formatNumber(value / seconds) };
    }
    case "percent":
      return { unit: "%", write: formatPercent };
    case "money":
      return { unit: "$", write: formatMoney };
    case "hours":
      return { unit: "h", write: formatNumber };
    case "count":
      return { unit: "", write: formatNumber };
  }
}

/** The best mean, unless all policies share it: then it tells nothing. */
function bestOf(estimates: readonly (Estimate | undefined)[], better: Measure["better"]): number | undefined {
  const means = estimates.flatMap((estimate) => (estimate === undefined ? [] : [estimate.mean]));
  if (better === undefined || means.length < 2 || means.every((mean) => mean === means[0])) return undefined;
  return better === "low" ? Math.min(...means) : Math.max(...means);
}
