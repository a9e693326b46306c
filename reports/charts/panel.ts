import type { TopLevelSpec } from "vega-lite";
import { faultLayers } from "./faults.ts";
import type { Layout } from "./layout.ts";
import { theme } from "./theme.ts";
import { timeAxis } from "./time-axis.ts";

type Layers = Extract<TopLevelSpec, { layer: unknown }>["layer"];

interface Options {
  /** Of the selected policy (`bins`, `decisions`, `heat`) or of every one (`all`). */
  readonly data: "bins" | "decisions" | "heat" | "all";
  readonly height: number | { readonly step: number };
  readonly layer: Layers;
}

/** A chart over time, with the faults under it. */
export function panel(layout: Layout, options: Options): TopLevelSpec {
  return {
    data: { name: options.data },
    width: "container",
    height: options.height,
    autosize: { type: "fit-x", contains: "padding" },
    config: theme(layout.axisWidth),
    encoding: { x: timeAxis(layout) },
    layer: layout.faults ? [...faultLayers, ...options.layer] : options.layer,
  };
}

/** From zero to at least the largest value of any policy. */
export function upTo(largest: number) {
  return { domain: [0, largest > 0 ? largest : 1], nice: true, zero: true };
}
