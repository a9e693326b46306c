import type { TopLevelSpec } from "vega-lite";
import type { Drawable } from "./drawable.ts";
import { type Table, tableOf } from "./table.ts";

type Layers = Extract<TopLevelSpec, { layer: unknown }>["layer"];

/** Under a chart over time: a line where a fault comes, and a band for as long as it lasts. The page fills in `faults`. */
export const faultLayers: Layers = [
  {
    data: { name: "faults" },
    mark: { type: "rect", color: "var(--fault)", opacity: 0.14, clip: true },
    encoding: { x2: { field: "u" } },
  },
  {
    data: { name: "faults" },
    mark: { type: "rule", color: "var(--fault)", opacity: 0.7, strokeWidth: 1, clip: true },
  },
];

/** From `t` to `u`. */
export function faultTable({ detail }: Drawable): Table {
  return tableOf((detail.faults ?? []).map(({ time, until = time }) => ({ t: time, u: until })));
}
