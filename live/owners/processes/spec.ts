import type { Seconds } from "../../../policies/policy.ts";

/** How the processes of a group are started and ended. */
export interface ProcessesSpec {
  /** Program and arguments; no shell. */
  readonly run: readonly string[];
  /** Where it runs. */
  readonly folder: string;
  /** Beside the runner's own. */
  readonly environment: Readonly<Record<string, string>>;
  /** Succeeds when a replica serves. Missing: it does as soon as it runs. */
  readonly ready?: { readonly exec: readonly string[]; readonly timeout: Seconds };
  /** How it is told to finish, and how long it may take before it is killed. */
  readonly drain: { readonly signal: NodeJS.Signals; readonly grace: Seconds };
  /** After a crash the next start waits so long, twice as long after each further one, and never longer than `most`. */
  readonly backoff: { readonly first: Seconds; readonly most: Seconds };
}
