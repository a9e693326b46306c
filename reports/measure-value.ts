import { formatDuration, formatMoney, formatNumber, formatPercent } from "./format.ts";

/** A value of a measure with its unit, as people say it: `12.3 s`, `$4.56`, `93.1 %`, `2.5/h`. */
export function measureValue(value: number, unit: string): string {
  const sign = value < 0 ? "−" : "";
  const size = Math.abs(value);
  switch (unit) {
    case "s":
      return `${sign}${formatDuration(size)}`;
    case "USD":
      return `${sign}$${formatMoney(size)}`;
    case "fraction of 1":
      return `${sign}${formatPercent(size)} %`;
    case "h":
      return `${sign}${formatNumber(size)} h`;
    case "1/h":
      return `${sign}${formatNumber(size)}/h`;
    default:
      return `${sign}${formatNumber(size)}`;
  }
}
