import { formatMeasured } from "./format-measured.ts";

/** A difference in the unit of its measure; shares differ by points: 10 % more than 20 % could be 22 %. */
export function formatDifference(value: number, unit: string): string {
  const text = formatMeasured(value, unit);
  return `${value > 0 ? "+" : ""}${unit.startsWith("fraction of 1") ? text.replace(" %", " points") : text}`;
}
