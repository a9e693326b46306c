import type { z } from "zod";
import type { Entry } from "../../policies/index.ts";
import type { Policy, Reason } from "../../policies/policy.ts";
import type { RunRecord } from "./run-record.ts";

/** What a sane autoscaler must never do, as a predicate over one run. */
export interface Property {
  readonly name: string;
  /** One sentence: what holds. */
  readonly summary: string;
  /** An object schema; every field has a default and a description with its unit. */
  readonly parameters: z.ZodType;
  /** Why it does not apply to a policy, where it does not; `entry` is undefined for a policy outside any catalogue. */
  unfit?(policy: Policy, entry: Entry | undefined): string | undefined;
  /** What a run must have for this to be judged; said where no run had it. */
  readonly needs: string;
  /** Undefined: the run has not what it takes to be judged. */
  judge(run: RunRecord, parameters: unknown): "kept" | Violation | undefined;
}

/** What went against a property. */
export interface Violation {
  /** When, in seconds into the run. */
  readonly time: number;
  /** What happened then, as a sentence without its time and end: `it removed sampler-3, 40 s after adding it`. */
  readonly what: string;
  /** The policy's reasons, where it was a decision of its. */
  readonly because?: readonly Reason[];
  /** All that belongs to it, in the order of time. */
  readonly moments: readonly Moment[];
}

export interface Moment {
  readonly time: number;
  readonly label: string;
}

/** A property whose `judge` gets what its schema makes of the parameters. */
export function property<Schema extends z.ZodType>(
  given: Omit<Property, "parameters" | "judge"> & {
    readonly parameters: Schema;
    judge(run: RunRecord, parameters: z.output<Schema>): ReturnType<Property["judge"]>;
  },
): Property {
  return given as Property;
}
