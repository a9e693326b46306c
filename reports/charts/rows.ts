import type { TopLevelSpec } from "vega-lite";
import type { Layout } from "./layout.ts";
import { panel } from "./panel.ts";

type Layer = Extract<Extract<TopLevelSpec, { layer: unknown }>["layer"][number], { mark: unknown }>;

interface Rows {
  readonly data: "alerts" | "heat" | "lanes";
  /** Which column tells the row, and all the rows there are. */
  readonly field: string;
  readonly names: readonly string[];
  /** How a name is written at the axis, as an expression; `above`: whole, over its row, where names are long. */
  readonly label?: string | "above";
  /** Pixels a row takes, and the share of them between two. */
  readonly step: number;
  readonly gap: number;
  /** An expression for which of the data are drawn. */
  readonly filter?: string;
  readonly color?: string;
  readonly encoding: NonNullable<Layer["encoding"]>;
}

/** A row for each name, under each other, with a box for every stretch of time from `t` to `u`. */
export function rows(layout: Layout, options: Rows): TopLevelSpec {
  const { data, field, names, label, step, gap, filter, color, encoding } = options;
  const above = label === "above";
  const y = {
    field,
    type: "nominal" as const,
    scale: { domain: [...names], paddingInner: gap, ...(above ? { paddingOuter: gap } : {}) },
    axis: {
      labelFontSize: step < LOW ? 8 : 10,
      labelOverlap: "greedy" as const,
      ...(above ? { labels: false } : label === undefined ? {} : { labelExpr: label }),
    },
  };
  const boxes: Layer = {
    ...(filter === undefined ? {} : { transform: [{ filter }] }),
    mark: { type: "rect", clip: true, ...(color === undefined ? {} : { color }) },
    encoding: { x2: { field: "u" }, y, ...encoding },
  };
  const written: Layer = {
    data: { values: names.map((name) => ({ [field]: name })) },
    mark: { type: "text", align: "left", baseline: "bottom", dy: -2, fontSize: 11, fill: "var(--muted)" },
    encoding: { x: { value: 0 }, y: { ...y, bandPosition: 0 }, text: { field, type: "nominal" } },
  };
  return panel(layout, { data, height: { step }, layer: above ? [boxes, written] : [boxes] });
}

/** Pixels below which a row has a smaller name. */
const LOW = 12;
