import type { Totals } from "./feed.ts";

/** Increase a second, or undefined if no time has passed, or next to none. */
export function rate(now: Totals, earlier: Totals | undefined, index: number): number | undefined {
  const increase = rateOr(now, earlier, index, Number.NaN);
  return Number.isNaN(increase) ? undefined : increase;
}

/** The same, or what it is now. A number in any case, of which V8 need not make an object. */
export function rateOr(now: Totals, earlier: Totals | undefined, index: number, current: number): number {
  if (earlier === undefined || now.time <= earlier.time) return current;
  const increase = (now.values[index]! - earlier.values[index]!) / (now.time - earlier.time);
  return Number.isFinite(increase) ? increase : current;
}

/** What is not known is left out. */
export function given<Key extends string>(key: Key, value: number | undefined): { readonly [K in Key]?: number } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [K in Key]: number });
}
