/** What has to come out: a measure, in the mean over the runs, on one side of a limit. */
export interface ExpectSpec {
  /** As written. */
  readonly text: string;
  /** Label of the only policy it is expected of. Missing: of all. */
  readonly policy?: string;
  /** Name of a measure of a run. */
  readonly measure: string;
  /** The measure is counted by the hour. */
  readonly perHour?: true;
  readonly comparison: "<" | "<=" | ">" | ">=";
  /** In SI units. */
  readonly limit: number;
}
