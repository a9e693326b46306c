import { formatDuration, formatMoney, formatNumber, formatPercent } from "./format.ts";

/** A value in the unit of its measure, as people say it: `12.3 s`, `95 %`, `$80.00`, `3 an hour`. */
export function formatMeasured(value: number, unit: string): string {
  if (unit.endsWith("/h")) return `${formatMeasured(value, unit.slice(0, -2))} an hour`;
  const sign = value < 0 ? "−" : "";
  const size = Math.abs(value);
  switch (unit) {
    case "s":
      return `${sign}${formatDuration(size)}`;
    case "h":
      return `${sign}${formatNumber(size)} h`;
    case "USD":
      return `${sign}$${formatMoney(size)}`;
    case "fraction of 1":
      return `${sign}${formatPercent(size)} %`;
    default:
      return `${sign}${formatNumber(size)}`;
  }
}
