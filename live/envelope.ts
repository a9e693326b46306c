import type { Held } from "../policies/held.ts";
import type { Observation, Reason, Seconds } from "../policies/policy.ts";
import type { Scale } from "./owner.ts";
import type { ReadingPath } from "./stale.ts";

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

interface Left {
  /** What is left to ask for; undefined: nothing. */
  readonly action: Scale | undefined;
  /** Set where it is not what the policy wanted. */
  readonly held?: Held;
}

const HOUR = 3600;

/**
 * What may be asked for of what a policy wants. Nothing is changed on `stale` readings, nor while a queue that the group serves cannot be
 * seen at all: whatever was decided then, was decided blindly.
 */
export function within(
  { perCheck = Number.POSITIVE_INFINITY, perHour = Number.POSITIVE_INFINITY }: Limits,
  action: Scale,
  { time, groups, queues }: Observation,
  changes: readonly Change[],
  stale: readonly ReadingPath[],
): Left {
  const group = groups[action.group];
  if (stale.length > 0) {
    const { code, facts } = staleReadings(stale);
    return nothing(action, code, facts);
  }
  const unseen = group?.serves.find((name) => Object.keys(queues[name] ?? {}).length === 0);
  if (group === undefined || unseen !== undefined) return nothing(action, "unseen-queue", { queue: unseen ?? "" });
  const wanted = action.desired - group.desired;
  const spent = recent(changes, time)
    .filter((change) => change.group === action.group)
    .reduce((sum, { by }) => sum + Math.abs(by), 0);
  const byHour = Math.max(0, perHour - spent);
  const allowed = Math.min(perCheck, byHour);
  if (Math.abs(wanted) <= allowed) return { action };
  const [code, facts] =
    byHour < perCheck ? ["per-hour", { limit: perHour, spent }] : ["per-check", { limit: perCheck }];
  if (allowed === 0) return nothing(action, code, facts);
  const desired = group.desired + Math.sign(wanted) * allowed;
  return { action: { ...action, desired }, held: { subject: action.group, desired, because: { code, facts } } };
}

export function recent(changes: readonly Change[], time: Seconds): readonly Change[] {
  return changes.filter((change) => change.time > time - HOUR);
}

function nothing({ group }: Scale, code: string, facts: Reason["facts"]): Left {
  return { action: undefined, held: { subject: group, because: { code, facts } } };
}

/** Names the first few, for a machine may have many GPUs. */
export function staleReadings(stale: readonly ReadingPath[]): Reason {
  const names = stale.slice(0, 3).map((path) => path.join("."));
  const readings = stale.length > 3 ? `${names.join(", ")} and ${stale.length - 3} more` : names.join(", ");
  return { code: "stale-readings", facts: { readings } };
}
