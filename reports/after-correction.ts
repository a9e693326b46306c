import type { Difference } from "../sim/result.ts";

type Judged = Pick<Difference, "low" | "high" | "verdict" | "headline">;

/**
 * Why there is no verdict though the interval, which is of this one difference alone, leaves out zero: ` after correction for 12
 * comparisons`, those of its family among all that were made. Else nothing.
 */
export function afterCorrection({ low, high, verdict, headline }: Judged, all: readonly Judged[]): string {
  if (verdict !== "not distinguishable" || (low <= 0 && high >= 0)) return "";
  const family = all.filter((other) => other.headline === headline).length;
  return ` after correction for ${family} comparisons`;
}

/** All differences of a result, in no order that matters. */
export function allDifferences(
  policies: readonly { readonly differences?: Readonly<Record<string, Difference>> | undefined }[],
): Difference[] {
  return policies.flatMap(({ differences = {} }) => Object.values(differences));
}
