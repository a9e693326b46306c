import type { PolicyResult, Result } from "../sim/result.ts";
import { csvLine } from "./csv.ts";

/** Every measure of every policy and of the best static size as CSV by RFC 4180, a row each, in SI units; empty where something is not known. */
export function measuresCsv(result: Result): string {
  const { policies, bestStatic } = result;
  const fixed: readonly Told[] = bestStatic === undefined ? [] : [bestStatic];
  const rows = [...policies, ...fixed].flatMap(({ label, summary, differences = {} }) =>
    Object.entries(summary).map(([measure, { mean, low, high, runs }]) => {
      const told = differences[measure];
      const unit = result.measures?.[measure]?.unit;
      return [
        label,
        measure,
        unit,
        mean,
        low,
        high,
        runs,
        told?.mean,
        told?.low,
        told?.high,
        told?.adjusted,
        told?.verdict,
      ];
    }),
  );
  return [HEADS, ...rows].map(csvLine).join("");
}

type Told = Pick<PolicyResult, "label" | "summary" | "differences">;

const HEADS = ["policy", "measure", "unit", "mean", "low", "high", "runs"].concat([
  "difference",
  "difference low",
  "difference high",
  "p adjusted",
  "verdict",
]);
