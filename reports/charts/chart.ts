import type { TopLevelSpec } from "vega-lite";

/** One chart: what to draw, and what the page says around and about it. */
export interface Chart {
  readonly id: string;
  readonly title: string;
  /** Of its vertical axis, said in the heading. */
  readonly unit?: string;
  /** A sentence under the heading where one is needed. */
  readonly note?: string;
  readonly legend: readonly LegendEntry[];
  /** Its `data` names a table of the page; colors are the page's custom properties, so that themes and print just work. */
  readonly spec: TopLevelSpec;
  readonly cursor: Cursor;
  /** It shows all of the run, with the window that the others show. */
  readonly overview?: true;
}

/** What the pointer or the arrow keys walk along, and what is read out there. */
type Cursor =
  | { readonly kind: "time"; readonly values: readonly CursorValue[] }
  | { readonly kind: "distribution"; readonly what: "wait" | "sojourn"; readonly queue: string }
  | {
      readonly kind: "rows";
      /** Which column tells the row, and which of the rows of the table are the chart's. */
      readonly row: string;
      readonly of?: { readonly field: string; readonly is: string };
      /** Which column tells apart what stands in one row at the same time; the last of each covers those before it. */
      readonly each?: string;
      readonly values: readonly CursorValue[];
      /** What is said where the row is empty. */
      readonly nothing: string;
    }
  | { readonly kind: "marks"; readonly values: readonly CursorValue[] };

export interface LegendEntry {
  readonly label: string;
  readonly color: string;
  readonly shape:
    | "area"
    | "line"
    | "dashed"
    | "dotted"
    | "dash-dot"
    | "up"
    | "down"
    | "left"
    | "dot"
    | "ring"
    | "diamond";
}

export interface CursorValue {
  readonly field: string;
  readonly label: string;
  /** Of the field's values; written behind them. */
  readonly unit: string;
}
