import { setTimeout as delay } from "node:timers/promises";
import type { Seconds } from "../policies/policy.ts";

/** Where the runner has its time from; tests bring one of their own. */
export interface Clock {
  /** Unix time. Never goes back. */
  now(): Seconds;
  /** Resolves after so long, or as soon as `signal` says so; never rejects. */
  sleep(seconds: Seconds, signal: AbortSignal): Promise<void>;
}

/**
 * The time of day at the start, and from there on what a stopwatch says: when somebody sets the machine's clock, no cooldown ends early
 * and none lasts for ever. `notBefore`: of the last decision that is remembered.
 */
export function steadyClock(notBefore: Seconds = 0): Clock {
  const offset = Math.max(Date.now() / 1000, notBefore) - performance.now() / 1000;
  return {
    now: () => Math.round((offset + performance.now() / 1000) * 1000) / 1000,
    sleep: (seconds, signal) => delay(Math.max(0, seconds) * 1000, undefined, { signal }).catch(() => undefined),
  };
}
