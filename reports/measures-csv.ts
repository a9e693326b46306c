import type { PolicyResult, Result } from "../sim/result.ts";
import { bestStatics } from "./best-statics.ts";
import { csvLine } from "./csv.ts";

/** Every measure of every policy and of best static sizes as CSV by RFC 4180, a row each, in SI units; empty where something is not known. */
export function measuresCsv(result: Result): string {
  const all: readonly Told[] = [...result.policies, ...bestStatics(result)];
  const rows = all.flatMap(({ label, summary, differences = {} }) =>
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
