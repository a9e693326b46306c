import type { TopLevelSpec } from "vega-lite";
import { faultLayers } from "./faults.ts";
import type { Layout } from "./layout.ts";
import { theme } from "./theme.ts";
import { timeAxis, timeParams } from "./time-axis.ts";

type Layers = Extract<TopLevelSpec, { layer: unknown }>["layer"];
type Params = NonNullable<TopLevelSpec["params"]>;

interface Options {
  /** Of the selected policy (`bins`, `decisions`, `alerts`, `heat`, `lanes`) or of every one (`all`). */
  readonly data: "bins" | "decisions" | "alerts" | "heat" | "lanes" | "all";
  readonly height: number | { readonly step: number };
  readonly layer: Layers;
  readonly params?: Params;
}

/** A chart over time that zooms with the others, with the faults under it. Its marks have to be clipped. */
export function panel(layout: Layout, options: Options): TopLevelSpec {
  return {
    data: { name: options.data },
    width: "container",
    height: options.height,
    autosize: { type: "fit-x", contains: "padding" },
    config: theme(layout.axisWidth),
    params: [...timeParams(layout), ...(options.params ?? [])],
    encoding: { x: timeAxis(layout) },
    layer: layout.faults || layout.held ? [...faultLayers(layout), ...options.layer] : options.layer,
  };
}

/** From zero to at least the largest value of any policy. */
export function upTo(largest: number) {
  return { domain: [0, largest > 0 ? largest : 1], nice: true, zero: true };
}
