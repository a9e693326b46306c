import type { PositionFieldDef } from "vega-lite/types_unstable/channeldef.js";
import type { Layout } from "./layout.ts";

/** Seconds between two labels, whichever gives ten of them or fewer. The page has the same list, for when it is zoomed. */
export const steps = [
  1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 172_800, 604_800,
] as const;

/** What the page sets when it is zoomed: the time shown, where it is labeled, and whether labels have seconds. */
export function timeParams({ end }: Pick<Layout, "end">) {
  const step = stepOf(end);
  const ticks = Array.from({ length: Math.floor(end / step) + 1 }, (_, index) => index * step);
  return [
    { name: "from", value: 0 },
    { name: "to", value: end },
    { name: "ticks", value: ticks },
    { name: "fine", value: step < 60 },
  ];
}

/** Between the labels of a chart over so many seconds. */
export function stepOf(end: number): number {
  return steps.find((candidate) => end / candidate <= 10) ?? Math.ceil(end / 10 / 604_800) * 604_800;
}

/** `1:05`, or `1:05:30` where seconds are wanted. */
const label = `floor(datum.value / 3600) + ":" + format(floor(datum.value / 60) % 60, "02") + (fine ? ":" + format(datum.value % 60, "02") : "")`;

/** `14:05`, and the day where one begins. */
function timeOfDay(start: number): string {
  const at = `(${start} + datum.value)`;
  return `${at} % 86400 === 0 ? utcFormat(${at} * 1000, "%b %d") : utcFormat(${at} * 1000, fine ? "%H:%M:%S" : "%H:%M")`;
}

/** The horizontal encoding all charts over time share, so that they stand under each other moment by moment. */
export function timeAxis({ wallClock, start }: Pick<Layout, "wallClock" | "start">): PositionFieldDef<string> {
  return {
    field: "t",
    type: "quantitative",
    scale: { domain: [{ expr: "from" }, { expr: "to" }], nice: false, zero: false },
    axis: {
      values: { expr: "ticks" },
      labelExpr: wallClock ? timeOfDay(start) : label,
      labelOverlap: "parity",
      labelSeparation: 8,
      labelFlush: true,
      title: null,
    },
  };
}
