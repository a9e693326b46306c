import { z } from "zod";
import { ordered } from "../ordered.ts";
import type { Seconds } from "../policy.ts";
import { type DailyWindow, dailyWindow, isWithin, nextTurn, timeZone, wallClock } from "../schedule.ts";
import { groups } from "./fields.ts";
import { defineWrapper } from "./wrapper.ts";

const count = z.int().nonnegative();

const parameters = z.strictObject({
  groups,
  timeZone,
  windows: z
    .array(
      dailyWindow
        .extend({
          minimum: count.default(0).describe("Fewest replicas within the window."),
          maximum: count.nullable().default(null).describe("Most replicas within the window; null: no bound."),
        })
        .superRefine(ordered("minimum", "maximum", { orEqual: true })),
    )
    .min(1)
    .describe("Parts of the day with bounds of their own; of several that hold the first counts."),
});

/** Bounds by the clock on the wall. A minimum that ends removes nobody: that is for the policy inside. */
export const scheduled = defineWrapper({
  name: "scheduled",
  summary: "Keeps the count within bounds that hold at certain times of the day and on certain days.",
  source: "scheduled scaling of AWS; the cron scaler of KEDA",
  version: 1,
  parameters,
  reasons: {
    "raised-by-schedule": "At this time of day at least so many are wanted.",
    "cut-by-schedule": "At this time of day at most so many are wanted.",
  },
  readsCalendar: true,
  examples: [
    {
      windows: [
        { from: "00:17", to: "00:20", minimum: 3 },
        { from: "00:10", to: "00:30", maximum: 2 },
      ],
    },
    { timeZone: "Asia/Tokyo", windows: [{ days: ["thursday"], from: "09:00", to: "09:30", minimum: 1, maximum: 3 }] },
  ],
  revise({ timeZone: zone, windows }, { observation: { time }, desired }) {
    const clock = wallClock(time, zone);
    const window = windows.find((each) => isWithin(each, clock));
    const turn = nextTurn(windows, time, zone);
    return { ...within(window, desired), ...(turn === undefined ? {} : { wake: turn satisfies Seconds }) };
  },
});

type Bounds = DailyWindow & { readonly minimum: number; readonly maximum: number | null };

function within(window: Bounds | undefined, desired: number) {
  if (window === undefined) return { desired };
  const { from, to, minimum, maximum } = window;
  const facts = { from, to };
  if (desired < minimum) return { desired: minimum, because: { code: "raised-by-schedule", facts } };
  if (maximum === null || desired <= maximum) return { desired };
  return { desired: maximum, because: { code: "cut-by-schedule", facts } };
}
