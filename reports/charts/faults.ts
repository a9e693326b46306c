import type { TopLevelSpec } from "vega-lite";
import type { Drawable } from "./drawable.ts";
import { type Table, tableOf } from "./table.ts";

type Layers = Extract<TopLevelSpec, { layer: unknown }>["layer"];

/**
 * Under a chart over time: a line where a fault comes, and a band for as long as it lasts; of a journal what was held. The page fills
 * in `faults`.
 */
export function faultLayers({ held }: { readonly held: boolean }): Layers {
  const color = held ? "var(--held)" : "var(--fault)";
  return [
    {
      data: { name: "faults" },
      mark: { type: "rect", color, opacity: 0.14, clip: true },
      encoding: { x2: { field: "u" } },
    },
    { data: { name: "faults" }, mark: { type: "rule", color, opacity: 0.7, strokeWidth: 1, clip: true } },
  ];
}

/** From `t` to `u`. What was held until the end is so until `end`. */
export function faultTable({ detail, held = [] }: Drawable, end: number): Table {
  return tableOf([
    ...(detail.faults ?? []).map(({ time, until = time }) => ({ t: time, u: until })),
    ...held.map(({ time, until = end }) => ({ t: time, u: until })),
  ]);
}
