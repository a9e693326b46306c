/** One thing that goes wrong, and what came of it. */
export interface FaultRow {
  readonly fault: string;
  /** What must be so. */
  readonly must: string;
  /** What was counted. */
  readonly seen: string;
  /** Where it was not so; empty: it was. */
  readonly violations: readonly string[];
}
