import type { Decision, Reason } from "./policy.ts";

/** What the live runner asked for otherwise than its policy decided: less of an action, nothing, or what a person ordered. */
export interface Held {
  /** The group; or the GPU, model or cache. */
  readonly subject: string;
  /** The count that was asked for instead; missing: nothing was. */
  readonly desired?: number;
  readonly because: Reason;
}

/** The decisions, and one to do nothing for each subject that was held and of which the policy said nothing. */
export function withHeld(decisions: readonly Decision[], held: readonly Held[] = []): Decision[] {
  const unsaid = held.filter((each) => !decisions.some(({ subject }) => subject === each.subject));
  const silent = { code: "policy-silent", facts: {} };
  return [...decisions, ...unsaid.map(({ subject }): Decision => ({ subject, action: null, because: [silent] }))];
}

/** What the codes of `Held` mean. */
export const heldReasons: Readonly<Record<string, string>> = {
  paused: "A person has paused the runner.",
  ordered: "A person has ordered this count.",
  "policy-silent": "The policy said nothing of it.",
  "stale-readings": "What the policy looked for was given before, and cannot be read now or is too old.",
  "unseen-queue": "Nothing is known of a queue that the group serves.",
  "per-check": "The limit of changes at one check.",
  "no-owner": "The configuration names nobody who can do this.",
  "per-hour": "The limit of changes within an hour.",
};
