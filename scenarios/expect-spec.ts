import type { Seconds } from "../policies/policy.ts";

/** What has to come out of the runs. */
export type ExpectSpec = ExpectedMeasure | ExpectedCalm;

interface Expected {
  /** As written. */
  readonly text: string;
  /** Label of the only policy it is expected of. Missing: of all. */
  readonly policy?: string;
}

/** A measure, in the mean over the runs, on one side of a limit. */
export interface ExpectedMeasure extends Expected {
  /** `wait.p95`, `wait.p95 of evaluator_queue` or `reversals per hour`. */
  readonly measure: string;
  /** `=`: in every run. */
  readonly comparison: "<" | "<=" | ">" | ">=" | "=";
  /** In the measure's unit. */
  readonly limit: number;
}

/** No change in this direction so soon after one in the other, unless demand had changed that way. */
export interface ExpectedCalm extends Expected {
  readonly never: "scale-down" | "scale-up";
  readonly within: Seconds;
  /** Of this group alone. */
  readonly of?: string;
}
