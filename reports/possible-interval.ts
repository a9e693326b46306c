import type { Estimate } from "../sim/result.ts";

/**
 * An interval without what the measure cannot be: Student's t knows nothing of its range, so it may reach below nothing, or beyond
 * all of a share. For showing only; what is tested or saved is the whole interval. `metric`: its name or words, as far as known.
 */
export function possibleInterval(
  { low, high }: Estimate,
  unit: string,
  metric = "",
): readonly [number, number] | undefined {
  if (low === undefined || high === undefined) return undefined;
  const most = unit === "fraction of 1" && !EXCEEDS_ONE.test(metric) ? 1 : Number.POSITIVE_INFINITY;
  return [IS_NEGATIVE_TOO.test(metric) ? low : Math.max(0, low), Math.min(most, high)];
}

/** More memory may be asked for than there is; a regret below 0 is an error, and is shown. */
const IS_NEGATIVE_TOO = /headroom|\bregret\b/i;
/** More replicas may be missing than there ever were. */
const EXCEEDS_ONE = /\bthetaU\b|(?<!normalized )under-provisioning accuracy|\bregret\b/;
