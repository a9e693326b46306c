import type { TraceSpec } from "../../../scenarios/scenario.ts";
import type { Instant } from "../instant.ts";
import type { TokenTimes } from "../token-times.ts";

/**
 * One kind of trace file, for one source: how a row becomes a task. A new one is a file here, a line in `formats.ts` and, to be
 * known by its columns, one in `detect.ts`. A format sees named text fields only, whatever the syntax of the file.
 */
export interface Format {
  /** Default: csv. */
  readonly syntax?: "csv" | "json-lines";
  /** What it reads. A file without one of these columns is refused. */
  readonly columns: readonly string[];
  /** What it reads besides where the file has it. */
  readonly optional?: readonly string[];
  /** The names of all columns, where files of this format have no line of them. */
  readonly header?: readonly string[];
  /** Whether rows tell their service time. */
  readonly served: boolean;
  /** Whether rows tell of which class they are. */
  readonly classed?: boolean;
  /** What else rows tell. */
  readonly facts?: readonly Fact[];
  /** Whether a file may be a tar archive of such files, one for each client. */
  readonly archived?: boolean;
  /** Whether a row stands for an interval of time, each as long as the next. */
  readonly intervals?: boolean;
  /** What the scenario must say besides, judging by the columns the file has. */
  missing?(has: (column: string) => boolean): string | undefined;
  /**
   * Reads a row's fields, in the order of `columns` and then `optional`, into `task`; undefined where the file has no such column.
   * Returns why the row cannot be used, if it cannot.
   */
  read(fields: readonly (string | undefined)[], task: Task): string | undefined;
}

/**
 * `count`: arrivals in an interval. `rate`, `cv`: arrivals a second in a window, and how uneven their gaps are. `wait`: seconds it
 * waited where it was recorded. `gpus`: how many it asked for, and parts of one. `input`, `output`: tokens.
 */
export type Fact = "count" | "rate" | "cv" | "wait" | "gpus" | "input" | "output";

/** Written anew for each row; one object for a whole file. */
export interface Task {
  readonly arrival: Instant;
  /** Seconds of service. */
  demand: number;
  class: string;
  readonly facts: Partial<Record<Fact, number>>;
}

/** Binds what the scenario says of a trace; throws a `UsageError` when something is missing there. */
export type OpenFormat = (spec: TraceSpec, tokenTimes?: TokenTimes) => Format;
