import type { Seconds } from "../../policies/index.ts";

/** Whether a journal's times are dates: those of a live one, and of a run whose scenario has a date. Another run begins in 1970. */
export function isDated(time: Seconds): boolean {
  return time >= YEAR;
}

/** As `--at` takes it: `2026-11-22T10:00:05Z` where times are dates, else `125 s` of the run. */
export function momentText(time: Seconds): string {
  return isDated(time) ? dateText(time) : `${time} s`;
}

/** With milliseconds where there are any. */
function dateText(time: Seconds): string {
  return new Date(time * 1000).toISOString().replace(".000Z", "Z");
}

const YEAR = 365 * 24 * 3600;
