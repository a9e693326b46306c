import type { Observation, Seconds } from "../policies/policy.ts";
import type { Scale } from "./owner.ts";

/** What no policy may go beyond, whatever it decides. */
export interface Limits {
  /** Most replicas of a group that are added or removed at one check. */
  readonly perCheck?: number | undefined;
  /** And within an hour. */
  readonly perHour?: number | undefined;
}

/** One change that was asked for; those of the last hour count. */
export interface Change {
  readonly time: Seconds;
  readonly group: string;
  readonly by: number;
}

export interface Held {
  /** What is left to ask for; undefined: nothing. */
  readonly action: Scale | undefined;
  /** Why it is not what the policy wanted. */
  readonly why?: "per-check" | "per-hour" | "unseen-queue";
}

const HOUR = 3600;

/**
 * What may be asked for of what a policy wants. Nothing is changed while a queue that the group serves cannot be seen at all: whatever was
 * decided then, was decided blindly.
 */
export function held(
  action: Scale,
  { time, groups, queues }: Observation,
  { perCheck, perHour }: Limits,
  changes: readonly Change[],
): Held {
  const group = groups[action.group];
  if (group === undefined) return { action: undefined, why: "unseen-queue" };
  if (group.serves.some((name) => Object.keys(queues[name] ?? {}).length === 0))
    return { action: undefined, why: "unseen-queue" };
  const wanted = action.desired - group.desired;
  const spent = recent(changes, time)
    .filter((change) => change.group === action.group)
    .reduce((sum, { by }) => sum + Math.abs(by), 0);
  const byHour = Math.max(0, (perHour ?? Number.POSITIVE_INFINITY) - spent);
  const allowed = Math.min(perCheck ?? Number.POSITIVE_INFINITY, byHour);
  if (Math.abs(wanted) <= allowed) return { action };
  const why = byHour < (perCheck ?? Number.POSITIVE_INFINITY) ? "per-hour" : "per-check";
  if (allowed === 0) return { action: undefined, why };
  return { action: { ...action, desired: group.desired + Math.sign(wanted) * allowed }, why };
}

export function recent(changes: readonly Change[], time: Seconds): readonly Change[] {
  return changes.filter((change) => change.time > time - HOUR);
}
