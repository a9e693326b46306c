import type { SourceReport } from "../result.ts";
import type { Fact } from "./formats/format.ts";

/** Work in the order of its arrival. Filled in blocks so that the event loop draws nothing itself. */
export interface Source {
  readonly name: string;
  readonly queue: string;
  /** Names of the classes of its tasks. Missing: it has none. */
  readonly classes?: readonly string[];
  /**
   * Writes the next arrivals, seconds into the run and never going back, and their service demands in seconds, to the front of
   * the arrays, and where it has classes the number of each task's, counted from 1; 0: none. Returns how many; 0 only
   * after the last.
   */
  fill(arrivals: Float64Array, demands: Float64Array, kinds?: Uint8Array): number;
}

/** The used rows of a trace file, sorted by arrival with ties in file order; seconds after the first used row. */
export interface Trace {
  readonly arrivals: Float64Array;
  /** Seconds of service; absent where the file has none and the scenario draws it. */
  readonly demands?: Float64Array;
  /** Of which class each row is, where the format or the scenario names a column for it. */
  readonly classes?: readonly string[];
  /** What else the format tells of each row. */
  readonly facts?: Facts;
  /** Seconds that each row stands for, where a row is an interval or window and no single arrival. */
  readonly interval?: number;
  /** Seconds after which it may begin again. */
  readonly length?: number;
  /** Where it is of several clients: the windows of each, with its name. */
  readonly parts?: readonly (Trace & { readonly client: string })[];
  readonly report: SourceReport;
}

export type Facts = Readonly<Partial<Record<Fact, Float64Array>>>;

/** By the source's name. Read once, shared by every run. */
export type Traces = ReadonlyMap<string, Trace>;
