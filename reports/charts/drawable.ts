import type { HeldSpan } from "../../sim/held-spans.ts";
import type { PolicyResult, RunMeasures } from "../../sim/result.ts";

/** A policy over time: of a result, or as a journal alone tells it. */
export interface Drawable extends Pick<PolicyResult, "label" | "reasons" | "detail"> {
  readonly runs: readonly DrawnRun[];
  /** What a live runner asked for otherwise than the policy decided, and how many more such spans there are. */
  readonly held?: readonly HeldSpan[];
  readonly heldLeftOut?: number;
}

/** Of a run the names in it, and how long it was. */
export interface DrawnRun extends Pick<RunMeasures, "seed" | "duration"> {
  readonly queues: Readonly<Record<string, unknown>>;
  readonly groups: Readonly<Record<string, unknown>>;
  readonly nodes: Readonly<Record<string, unknown>>;
  readonly devices: Readonly<Record<string, { readonly memory: number }>>;
}

/** Policies on one time axis. */
export interface Drawables {
  /** Unix time of its zero. */
  readonly start: number;
  /** Moments are told by the date and the time of day, UTC, and not from the start. */
  readonly wallClock?: boolean;
  /** What has all decisions, where that is not result.json. */
  readonly source?: string;
  readonly policies: readonly Drawable[];
}
