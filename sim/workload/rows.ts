import type { Timeline } from "./timeline.ts";

/** A place among rows in the order of their time, which is Infinity behind the last one. */
export interface Rows {
  readonly time: number;
  /** Counted through, where the trace loops. */
  readonly row: number;
  advance(): void;
}

export function rowsInOrder(timeline: Timeline): Rows {
  const rows = {
    time: timeline.at(0),
    row: 0,
    advance() {
      rows.row += 1;
      rows.time = timeline.at(rows.row);
    },
  };
  return rows;
}
