import type { Seconds } from "../policy.ts";

/** What a wrapper has to remember to know when a group's count last changed. */
export type Watch = {
  readonly seen: number;
  readonly asked: { readonly desired: number; readonly time: Seconds } | null;
};

/**
 * When the count changed since the last look, if it did, and by how much. What was asked for changed it when it was asked; whatever
 * else changes it, a person or another controller, counts from when it is seen. A request that was refused changes nothing.
 */
export function changeSince(
  watch: Watch | undefined,
  desired: number,
  now: Seconds,
): { time: Seconds; by: number } | undefined {
  if (watch === undefined || desired === watch.seen) return undefined;
  const time = watch.asked?.desired === desired ? watch.asked.time : now;
  return { time, by: desired - watch.seen };
}

/** To be remembered when `desired` is asked for of a group that has `current`. */
export function watched(current: number, desired: number, now: Seconds): Watch {
  return { seen: current, asked: desired === current ? null : { desired, time: now } };
}
