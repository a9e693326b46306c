import type { Difference, MeasureInfo } from "../sim/result.ts";
import { formatDuration, formatMoney, formatNumber, formatPercent } from "./format.ts";

type Infos = Readonly<Record<string, MeasureInfo>> | undefined;

/**
 * What differs, a line each: the headline measures always, the others where the runs tell them apart. With the interval of the
 * difference and, where there is no verdict, how many runs would give one.
 */
export function comparisonLines(differences: Readonly<Record<string, Difference>>, measures: Infos): string[] {
  const shown = Object.entries(differences).filter(
    ([, { headline, verdict }]) => headline === true || verdict !== "not distinguishable",
  );
  if (shown.length === 0) return ["nothing to compare: it takes two runs of each"];
  return shown.map(([name, difference]) => line(name, difference, measures?.[name]));
}

function line(
  name: string,
  { mean, low, high, verdict, runsNeeded }: Difference,
  info: MeasureInfo | undefined,
): string {
  const words = info?.words ?? name;
  if (mean === 0 && low === 0 && high === 0) return `${words}: the same`;
  const write = (value: number) => signed(value, info?.unit);
  const needed = runsNeeded === undefined ? "" : `; some ${formatNumber(runsNeeded)} runs would tell`;
  return `${words}: ${verdict}, ${write(mean)} (${write(low)} to ${write(high)})${needed}`;
}

function signed(value: number, unit: string | undefined): string {
  const sign = value < 0 ? "−" : "+";
  const size = Math.abs(value);
  if (unit === "s") return `${sign}${formatDuration(size)}`;
  if (unit === "USD") return `${sign}$${formatMoney(size)}`;
  if (unit === "fraction of 1") return `${sign}${formatPercent(size)} %`;
  return `${sign}${formatNumber(size)}${unit === undefined || unit === "1" ? "" : ` ${unit}`}`;
}
