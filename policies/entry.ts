import type { z } from "zod";
import type { Action, Json, Policy } from "./policy.ts";

/** A policy as the catalogue holds it: what it is, what can be set, and how to make one. */
export interface Entry {
  readonly name: string;
  /** One sentence. */
  readonly summary: string;
  /** Where its rules are written down. */
  readonly source: string;
  /** An object schema; every field has a description with its unit, and a default where one makes sense; `meta({ search })` where the usual range is silly. */
  readonly parameters: z.ZodType;
  /** Named sets of parameters, chosen by `preset: NAME`; what is written beside it wins. */
  readonly presets?: Readonly<Record<string, Preset>>;
  /** What each reason code of its decisions means, a sentence each. */
  readonly reasons: Readonly<Record<string, string>>;
  /** It reads the date, or aligns to clock seconds: other decisions at another start time are right. */
  readonly readsCalendar?: boolean;
  /** Whether, with such parameters, it claims to want no fewer replicas when more work waits and all else is the same; `disfun-sim check` holds it to that. */
  monotoneInLoad?(parameters: unknown): boolean;
  /** Parameters worth trying beside the defaults: the policy laws run each. Groups `sampler` and `evaluator` exist there. */
  readonly examples?: readonly Json[];
  /** What it may ask for beside counts, with parameters as its policy has them. Missing: nothing. */
  asks?(parameters: unknown): readonly Exclude<Action["kind"], "scale">[];
  /** How the scheduler that it is part of gives tasks to workers, with parameters as its policy has them. Missing: workers take them from queues. */
  dispatch?(parameters: unknown): Dispatch;
  create(parameters: unknown): Policy;
}

type Dispatch = "even_load" | "capability";

export interface Preset {
  readonly summary: string;
  readonly parameters: { readonly [key: string]: Json };
}

/** An entry whose `create` gets what its schema makes of the parameters. A module of your own exports this as its default. */
export function define<Schema extends z.ZodType>(
  entry: Omit<Entry, "parameters" | "asks" | "create" | "dispatch" | "monotoneInLoad" | "reasons" | "source"> & {
    readonly parameters: Schema;
    readonly source?: string;
    readonly reasons?: Readonly<Record<string, string>>;
    monotoneInLoad?(parameters: z.output<Schema>): boolean;
    asks?(parameters: z.output<Schema>): readonly Exclude<Action["kind"], "scale">[];
    dispatch?(parameters: z.output<Schema>): Dispatch;
    create(parameters: z.output<Schema>): Policy;
  },
): Entry {
  return { source: "", reasons: {}, ...entry };
}
