import type { TraceSpec } from "../../../scenarios/scenario.ts";
import type { Instant } from "../instant.ts";

/**
 * One kind of trace file, for one source: how a row becomes a task. A new one is a file here and a line in `formats.ts`. A format
 * sees named text fields only, so that another syntax (JSON Lines) is another reader of records beside `csv-records.ts`.
 */
export interface Format {
  /** What it reads. A file without one of these columns is refused. */
  readonly columns: readonly string[];
  /** Whether rows tell their service time. */
  readonly served: boolean;
  /** Whether rows tell of which class they are. */
  readonly classed?: boolean;
  /** Reads a row's fields, in the order of `columns`, into `task`. Returns why the row cannot be used, if it cannot. */
  read(fields: readonly string[], task: Task): string | undefined;
}

/** Written anew for each row; one object for a whole file. */
export interface Task {
  readonly arrival: Instant;
  /** Seconds of service. */
  demand: number;
  class: string;
}

/** Binds what the scenario says of a trace; throws a `UsageError` when something is missing there. */
export type OpenFormat = (spec: TraceSpec) => Format;
