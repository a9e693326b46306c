import type { Reason } from "./policy.ts";

/** An action of the live runner's policy that was not carried out as it was decided. */
export interface Held {
  /** The group; or the GPU, model or cache. */
  readonly subject: string;
  /** The count that was asked for instead; missing: nothing was. */
  readonly desired?: number;
  readonly because: Reason;
}

/** What the codes of `Held` mean. */
export const heldReasons: Readonly<Record<string, string>> = {
  paused: "A person has paused the runner.",
  ordered: "A person has ordered this count.",
  "stale-readings": "What the policy looked for was given before, and cannot be read now or is too old.",
  "unseen-queue": "Nothing is known of a queue that the group serves.",
  "per-check": "The limit of changes at one check.",
  "no-owner": "The configuration names nobody who can do this.",
  "per-hour": "The limit of changes within an hour.",
};
