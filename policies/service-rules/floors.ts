import type { Seconds } from "../policy.ts";
import { isWithin, wallClock } from "../schedule.ts";
import type { Parameters } from "./parameters.ts";

/** What the time of day asks for. */
export interface Floors {
  /** Name of the window; `otherwise` outside all of them. */
  readonly window: string;
  readonly counts: Readonly<Record<string, number>>;
  /** Step down to the counts without waiting for the down rules. */
  readonly shrink: boolean;
}

/** The first window the wall clock is in. Its counts are floors: rules may go above them, never below. */
export function floorsAt({ schedule }: Parameters, time: Seconds): Floors {
  if (schedule === null) return { window: "always", counts: {}, shrink: false };
  const clock = wallClock(time, schedule.timeZone);
  for (const [window, { counts, shrink, ...bounds }] of Object.entries(schedule.windows)) {
    if (isWithin(bounds, clock)) return { window, counts, shrink };
  }
  return { window: "otherwise", counts: schedule.otherwise, shrink: false };
}
