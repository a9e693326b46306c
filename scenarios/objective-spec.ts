import type { Seconds } from "../policies/policy.ts";

/** What a policy is recommended by. What is missing follows from the rest: `sim/measure/constraints.ts`. */
export interface ObjectiveSpec {
  /** Waiting at most this long counts as served in time; missing: attainment is not measured. */
  readonly wait?: Seconds;
  /** From arrival to completion; missing: not measured. */
  readonly sojourn?: Seconds;
  /** What to have as little of as possible. Missing: cost, or replica hours where something has no price. */
  readonly minimize?: string;
  /** What has to hold, whatever it costs. Missing, and `atLeast` too: the 95th percentile of the wait is below `wait`. */
  readonly subjectTo?: readonly Constraint[];
  /** What has to reach a limit. */
  readonly atLeast?: readonly Floor[];
}

/** A metric such as `wait.p95`, or `wait.p95 of sampler_queue`, that is to stay below a limit, in its unit. */
export interface Constraint {
  readonly measure: string;
  readonly below: number;
}

/** One that is to be at least that much. */
export interface Floor {
  readonly measure: string;
  readonly above: number;
}
