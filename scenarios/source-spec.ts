import type { Seconds } from "../policies/policy.ts";
import type { ClassSpec } from "./class-spec.ts";
import type { Distribution } from "./distribution.ts";

interface SourceBase {
  readonly name: string;
  readonly queue: string;
  /** Seconds into the run between which the source is on. */
  readonly from: Seconds;
  readonly until?: Seconds;
  /** Kinds of its tasks. Missing, or a task of none of them: as the source and its queue say. */
  readonly classes?: readonly ClassSpec[];
}

/** Where work comes from. Sources are superposed. Rates are per second. */
export type SourceSpec =
  | (SourceBase & {
      readonly kind: "clients";
      /** So many clients; each thinks, sends a task, waits for its end, and thinks again. */
      readonly count: number;
      readonly think: Distribution;
      readonly service: Distribution;
    })
  | (DrawnBase & { readonly kind: "poisson"; readonly rate: number })
  | (DrawnBase & {
      readonly kind: "renewal";
      /** From one arrival to the next, each independent of the others; the mean is more than 0. */
      readonly gaps: Distribution;
    })
  | (DrawnBase & {
      readonly kind: "markov";
      /** Poisson arrivals at the rate of a state, which lasts exponentially with this mean; then one of the others. */
      readonly states: readonly { readonly rate: number; readonly mean: Seconds }[];
    })
  | (DrawnBase & {
      readonly kind: "curve";
      /**
       * Rate at times counted from `from`, linear between them or held until the next; then again from the start, every `repeat`
       * seconds. Empty where the rates come from `file`.
       */
      readonly points: readonly { readonly at: Seconds; readonly rate: number }[];
      /** Absolute path of a CSV file with the columns period and count. */
      readonly file?: string;
      /** Length of the file's intervals; missing: the least distance between two. */
      readonly interval?: Seconds;
      /** Arrivals for each that the file counts. */
      readonly scale?: number;
      readonly interpolate: "linear" | "step";
      readonly repeat?: Seconds;
    })
  | (SourceBase & {
      readonly kind: "spikes";
      /** `count` tasks spread evenly over `over` seconds from each moment. */
      readonly at: readonly Seconds[];
      readonly count: number;
      readonly over: Seconds;
      readonly service: Distribution;
    })
  | (SourceBase & TraceSpec);

interface DrawnBase extends SourceBase {
  readonly service: Distribution;
  /** Tasks that come with each arrival; missing: one. */
  readonly batch?: BatchSize;
}

/** How many tasks a batch has, at least one. */
export type BatchSize =
  | { readonly kind: "constant"; readonly value: number }
  | { readonly kind: "geometric"; readonly mean: number }
  | { readonly kind: "uniform"; readonly low: number; readonly high: number }
  | { readonly kind: "empirical"; readonly values: readonly number[] };

/** A recorded workload. The first used row arrives at `from`. */
export interface TraceSpec {
  readonly kind: "trace";
  /** Absolute path, after resolving against the scenario file. */
  readonly file: string;
  readonly format:
    | "azure-functions"
    | "azure-llm"
    | "burstgpt"
    | "counts"
    | "csv"
    | "gentd26"
    | "mooncake"
    | "openb"
    | "servegen"
    | "vidur";
  /**
   * Columns by name, for the formats `csv` and `counts`. Service time is `duration`, or `end` less `arrival`; neither: drawn from
   * `service`. `count`: of format `counts`.
   */
  readonly columns?: {
    readonly arrival: string;
    readonly end?: string;
    readonly duration?: string;
    readonly class?: string;
    readonly count?: string;
    /** Unit of numbers in the arrival and end columns, or `datetime` for ISO 8601. */
    readonly time: "s" | "ms" | "us" | "ns" | "datetime";
    readonly durationUnit: "s" | "ms" | "us" | "ns";
  };
  /** Columns whose values, joined by /, are the class of a row, instead of the one that the format knows. */
  readonly class?: readonly string[];
  /** Rows whose column has one of these values are used, others are counted as filtered. */
  readonly filter: Readonly<Record<string, readonly string[]>>;
  /** Keep only rows this many seconds after the first row. */
  readonly window?: { readonly from: Seconds; readonly until?: Seconds };
  /** Time runs this much faster: gaps are divided by it. */
  readonly speedUp: number;
  /** This many arrivals for each row; copies are moved uniformly by up to `jitter` seconds. */
  readonly scale: number;
  readonly jitter: Seconds;
  /** After the last row, the first comes again. */
  readonly loop?: boolean;
  /** Length of an interval, for format `counts`; missing: the least distance between two. */
  readonly interval?: Seconds;
  /** Seconds of service for each input and output token, where a format has tokens and no durations. */
  readonly perToken?: { readonly input: Seconds; readonly output: Seconds };
  /** Or from measured speeds. */
  readonly speeds?: SpeedsSpec;
  /** Used instead of what the file says, where given. */
  readonly service?: Distribution;
}

/** A table of milliseconds to read a prompt and to write a token: prompt_size, batch_size, token_size, prompt_time, token_time. */
export interface SpeedsSpec {
  /** Absolute path. */
  readonly file: string;
  /** Which rows, by column: a model, a hardware, a degree of parallelism. */
  readonly filter: Readonly<Record<string, readonly string[]>>;
  readonly batch: number;
}
