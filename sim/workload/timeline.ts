import type { TraceSpec } from "../../scenarios/scenario.ts";
import type { Trace } from "./source.ts";

/** When the rows of a trace come in a run: from its start, sped up, and over and over where it loops. */
export interface Timeline {
  /** Seconds into the run of the nth row, counted through; Infinity behind the last one. */
  at(count: number): number;
  /** Which row of the trace that is. */
  row(count: number): number;
}

export function timeline({ from, speedUp, loop }: TraceSpec & { readonly from: number }, trace: Trace): Timeline {
  const { arrivals, length = 0 } = trace;
  const rows = arrivals.length;
  if (loop !== true) {
    const times = arrivals.map((arrival) => from + arrival / speedUp);
    return { at: (count) => times[count] ?? Number.POSITIVE_INFINITY, row: (count) => count };
  }
  return {
    at: (count) => from + (Math.floor(count / rows) * length + (arrivals[count % rows] as number)) / speedUp,
    row: (count) => count % rows,
  };
}
