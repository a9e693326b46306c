import { z } from "zod";
import type { Seconds } from "./policy.ts";
import { didYouMean } from "./suggest.ts";

const days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;
type Day = (typeof days)[number];

const daySeconds = 86_400;

/** What a clock on the wall of a time zone shows. `second`: seconds since its midnight, as shown, not as passed. */
export interface WallClock {
  readonly day: Day;
  readonly second: number;
}

/** A part of each day by the wall clock: from inclusive, to exclusive; across midnight where it ends before it begins. */
export type DailyWindow = z.output<typeof dailyWindow>;

const clockTime = z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'expected a time of day like "09:30"');

/** A daily window in parameters; extend it with what holds within it. */
export const dailyWindow = z.strictObject({
  days: z
    .array(z.enum(days))
    .min(1)
    .default([...days])
    .describe("Days on which the window begins."),
  from: clockTime.describe('Local time of day at which the window begins, "09:00".'),
  to: clockTime.describe('Local time of day at which the window is over, "18:00"; "24:00" is the end of the day.'),
});

/** An IANA name. Which hours a zone keeps, and when its clocks change, is what the runtime's own tables say. */
export const timeZone = z
  .string()
  .refine(isTimeZone, { error: ({ input }) => `expected an IANA time zone, such as "Europe/Berlin"${near(input)}` })
  .default("UTC")
  .describe("IANA time zone of the times of day.");

/** What the clocks of a time zone show. A clock change makes them repeat or skip an hour. */
export function wallClock(time: Seconds, zone: string): WallClock {
  const parts: Record<string, string> = {};
  for (const { type, value } of formatOf(zone).formatToParts(Math.floor(time) * 1000)) parts[type] = value;
  const second = Number(parts.hour) * 3600 + Number(parts.minute) * 60 + Number(parts.second);
  return { day: (parts.weekday ?? "").toLowerCase() as Day, second };
}

/** Whether a clock shows a time within the window. After midnight a window still belongs to the day it began on. */
export function isWithin(window: DailyWindow, { day, second }: WallClock): boolean {
  const from = secondOf(window.from);
  const to = secondOf(window.to);
  if (from < to) return second >= from && second < to && window.days.includes(day);
  if (second >= from) return window.days.includes(day);
  return second < to && window.days.includes(before(day));
}

/** When a window may begin or end next: a time to look again, never too late; early where clocks change before. */
export function nextTurn(windows: readonly DailyWindow[], time: Seconds, zone: string): Seconds | undefined {
  const { second } = wallClock(time, zone);
  const now = Math.floor(time);
  let next: Seconds | undefined;
  for (const bound of windows.flatMap(({ from, to }) => [secondOf(from), secondOf(to)])) {
    const shown = (((bound - second) % daySeconds) + daySeconds) % daySeconds || daySeconds;
    const skipped = forward(wallClock(now + shown, zone).second - (bound % daySeconds));
    // A bound within the hour that is skipped has no moment of its own: then every minute is looked at.
    const turn = Math.max(now + shown - skipped, now + 60 * Math.sign(skipped));
    if (turn > time && (next === undefined || turn < next)) next = turn;
  }
  return next;
}

/** Seconds a clock was set forward, between what it shows and what it would have shown; 0 when it was set back. */
function forward(difference: number): number {
  const wrapped = (difference + daySeconds) % daySeconds;
  return wrapped < daySeconds / 2 ? wrapped : 0;
}

function secondOf(clock: string): number {
  return Number(clock.slice(0, 2)) * 3600 + Number(clock.slice(3)) * 60;
}

function before(day: Day): Day {
  return days[(days.indexOf(day) + days.length - 1) % days.length] ?? day;
}

/** Making one takes longer than everything else here. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      hourCycle: "h23",
      weekday: "long",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
    });
    formats.set(zone, format);
  }
  return format;
}

function isTimeZone(zone: string): boolean {
  try {
    formatOf(zone);
    return true;
  } catch {
    return false;
  }
}

function near(zone: unknown): string {
  const hint = didYouMean(String(zone), Intl.supportedValuesOf("timeZone"));
  return hint.startsWith("; did") ? hint : "";
}
