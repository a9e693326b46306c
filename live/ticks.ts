import type { Seconds } from "../policies/policy.ts";
import type { Clock } from "./clock.ts";

export interface TickOptions {
  readonly clock: Clock;
  readonly period: Seconds;
  readonly signal: AbortSignal;
  /** How many there are; missing: until `signal`. */
  readonly count?: number;
  /** One tick; resolves to when the next one is wanted at the latest. */
  readonly work: () => Promise<Seconds | undefined>;
  /** So many were left out, because one took too long. */
  readonly skipped: (count: number) => void;
  /** Nothing happens until then. */
  readonly sleeping?: (until: Seconds) => void;
}

/** Ticks that never overlap, a period apart, the first at once. One whose moment has passed is left out; none is made up for. */
export async function ticks({
  clock,
  period,
  signal,
  count = Number.POSITIVE_INFINITY,
  work,
  skipped,
  sleeping,
}: TickOptions): Promise<void> {
  const begun = clock.now();
  let turn = 0;
  for (let done = 1; !signal.aborted; done++) {
    const wake = await work();
    if (done >= count) return;
    const now = clock.now();
    const next = Math.max(turn + 1, Math.ceil((now - begun) / period));
    const due = begun + next * period;
    const early = wake === undefined ? due : Math.max(wake, now);
    if (next > turn + 1) skipped(next - turn - 1);
    turn = early < due ? next - 1 : next;
    const until = Math.min(due, early);
    sleeping?.(until);
    await clock.sleep(until - now, signal);
  }
}
