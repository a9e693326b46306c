import type { Difference, MeasureInfo } from "../sim/result.ts";
import { afterCorrection } from "./after-correction.ts";
import { formatNumber } from "./format.ts";
import { formatDifference } from "./format-difference.ts";

type Infos = Readonly<Record<string, MeasureInfo>> | undefined;

/**
 * What differs, a line each: the headline measures always, the others where the runs tell them apart. With the interval of the
 * difference and, where there is no verdict, how many runs would give one. `all`: what the verdicts are corrected for.
 */
export function comparisonLines(
  differences: Readonly<Record<string, Difference>>,
  measures: Infos,
  all: readonly Difference[],
): string[] {
  const shown = Object.entries(differences).filter(
    ([, { headline, verdict }]) => headline === true || verdict !== "not distinguishable",
  );
  if (shown.length === 0) return ["nothing to compare: it takes two runs of each"];
  return shown.map(([name, difference]) => line(name, difference, measures?.[name], all));
}

function line(name: string, difference: Difference, info: MeasureInfo | undefined, all: readonly Difference[]): string {
  const { mean, low, high, verdict, runsNeeded } = difference;
  const words = info?.words ?? name;
  if (mean === 0 && low === 0 && high === 0) return `${words}: ${verdict}, no difference`;
  const write = (value: number) => formatDifference(value, info?.unit ?? "1");
  const needed = runsNeeded === undefined ? "" : `; some ${formatNumber(runsNeeded)} runs would tell`;
  return `${words}: ${verdict}${afterCorrection(difference, all)}, ${write(mean)} (${write(low)} to ${write(high)})${needed}`;
}
