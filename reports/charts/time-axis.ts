import type { PositionFieldDef } from "vega-lite/types_unstable/channeldef.js";
import { formatClock } from "../format.ts";
import type { Layout } from "./layout.ts";

const steps = [
  1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 172_800, 604_800,
];

/** The horizontal encoding all charts over time share, so that they stand under each other moment by moment. */
export function timeAxis(layout: Layout): PositionFieldDef<string> {
  const step =
    steps.find((candidate) => layout.end / candidate <= 10) ?? Math.ceil(layout.end / 10 / 604_800) * 604_800;
  const values = Array.from({ length: Math.floor(layout.end / step) + 1 }, (_, index) => index * step);
  const labels = Object.fromEntries(values.map((value) => [String(value), formatClock(value, step < 60)]));
  return {
    field: "t",
    type: "quantitative",
    scale: { domain: [0, layout.end], nice: false, zero: false },
    axis: {
      values,
      labelExpr: `${JSON.stringify(labels)}[datum.value]`,
      labelOverlap: "greedy",
      labelFlush: true,
      title: null,
    },
  };
}
