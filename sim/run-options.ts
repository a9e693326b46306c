import type { Witness } from "./plant/witness.ts";
import type { PolicyResult, RunMeasures } from "./result.ts";
import type { Traces } from "./workload/index.ts";

export interface RunOptions {
  readonly seed: number;
  readonly traces: Traces;
  /** Seconds into the workload at which the run begins. Missing: 0. */
  readonly from?: number;
  /** Gets every line of the journal, without the line break. */
  readonly journal?: (line: string) => void;
  /** True: no shortcut, every event is handled by itself. The result is the same. */
  readonly everyEvent?: boolean;
  /** True: nothing is gathered for charts, and the run has no detail. */
  readonly brief?: boolean;
  /** Is told of what becomes of replicas, and of every decision. There is no series then: who judges a run has seen more. */
  readonly witness?: Witness;
}

export interface BriefRun {
  readonly measures: RunMeasures;
  readonly warnings: readonly string[];
}

export interface Run extends BriefRun {
  readonly detail: PolicyResult["detail"];
}
