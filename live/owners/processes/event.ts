import type { Seconds } from "../../../policies/policy.ts";

/** An exit code, or the signal that ended it. */
export type Exit = number | NodeJS.Signals;

/** What became of a process of a group. */
export interface ProcessEvent {
  /** Told to finish; killed because it did not; ended as it was told; ended by itself. */
  readonly kind: "started" | "told" | "killed" | "ended" | "crashed";
  readonly replica: string;
  readonly pid: number;
  /** What it was given. */
  readonly devices?: readonly string[];
  readonly signal?: NodeJS.Signals;
  /** How long it was waited for, of one that was killed. */
  readonly grace?: Seconds;
  /** How one that ended by itself did, where this runner has started it. */
  readonly exit?: Exit;
  /** What it printed, of one that ended by itself. */
  readonly log?: string;
}
