import type { WhichJournals } from "./journals.ts";

/** Of `disfun-sim run`, as the option parser gives them. */
export interface RunOptions {
  readonly scenario: string[];
  readonly seeds: string | undefined;
  readonly precision: string | undefined;
  readonly "max-seeds": string | undefined;
  readonly policy: string[];
  readonly baseline: string | undefined;
  readonly baselines: boolean;
  readonly out: string | undefined;
  readonly set: string[];
  readonly threads: string | undefined;
  readonly format: string;
  readonly json: boolean;
  readonly scale: string;
  readonly "dry-run": boolean;
  readonly journal: WhichJournals;
  readonly cache: boolean;
  readonly quiet: boolean;
  readonly open: boolean;
  readonly watch: boolean;
}
