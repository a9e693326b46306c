import type { Totals } from "./feed.ts";

/** Increase a second, or undefined if no time has passed, or next to none. */
export function rate(now: Totals, earlier: Totals | undefined, index: number): number | undefined {
  if (earlier === undefined || now.time <= earlier.time) return undefined;
  const increase = (now.values[index]! - earlier.values[index]!) / (now.time - earlier.time);
  return Number.isFinite(increase) ? increase : undefined;
}

/** What is not known is left out. */
export function given<Key extends string>(key: Key, value: number | undefined): { readonly [K in Key]?: number } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [K in Key]: number });
}
