import type { Seconds } from "../../../policies/policy.ts";

/** How the processes of a group are started and ended. */
export interface ProcessesSpec {
  /** Program and arguments; no shell. */
  readonly run: readonly string[];
  /** Where it runs. */
  readonly folder: string;
  /** Beside the runner's own. */
  readonly environment: Readonly<Record<string, string>>;
  /** First port of the replicas. Each has one that no other has. */
  readonly port?: number;
  /** Missing: a replica serves as soon as it runs. */
  readonly ready?: Readiness;
  /** Missing: nobody knows what a replica has under way. */
  readonly inService?: InServiceQuestion;
  /** How it is told to finish, and how long it may take before it is killed. */
  readonly drain: { readonly signal: NodeJS.Signals; readonly grace: Seconds };
  /** After a crash the next start waits so long, twice as long after each further one, and never longer than `most`. */
  readonly backoff: { readonly first: Seconds; readonly most: Seconds };
}

/** What tells that a replica serves: one of these. */
export interface Readiness {
  /** Succeeds when it does. */
  readonly exec?: readonly string[];
  /** Answers well when it does; `{port}` is the replica's. */
  readonly http?: string;
  /** A queue, as observations call it, that only these replicas consume from. */
  readonly consumers?: string;
  /** How long one check may take. */
  readonly timeout: Seconds;
}

/** How a replica that serves is asked how many tasks it has under way: one of the first two. */
export interface InServiceQuestion {
  /** Prints it. */
  readonly exec?: readonly string[];
  /** Answers with it; `{port}` is the replica's. */
  readonly http?: string;
  /** Where in the answer, as a JSON pointer; "" is all of it. */
  readonly at: string;
  /** How long an answer may take. */
  readonly timeout: Seconds;
}
