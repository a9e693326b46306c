import type { Seconds } from "../policies/policy.ts";

/** What a policy is recommended by. What is missing follows from the rest: `sim/measure/recommend.ts`. */
export interface ObjectiveSpec {
  /** Waiting at most this long counts as served in time; missing: attainment is not measured. */
  readonly wait?: Seconds;
  /** From arrival to completion; missing: not measured. */
  readonly sojourn?: Seconds;
  /** What to have as little of as possible. Missing: cost, or replica hours where something has no price. */
  readonly minimize?: "cost" | "gpuHours" | "replicaHours";
  /** What has to hold, whatever it costs. Missing: the 95th percentile of the wait is below `wait`. */
  readonly subjectTo?: readonly Constraint[];
}

/** A quantile, mean or maximum of waits or sojourns, such as `wait.p95`, that is to stay below a limit. */
export interface Constraint {
  readonly measure: string;
  readonly below: Seconds;
}
