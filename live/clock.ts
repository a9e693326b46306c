import { setTimeout as delay } from "node:timers/promises";
import type { Seconds } from "../policies/policy.ts";
import { kernelFile } from "./sensors/host/system.ts";

/** Where the runner has its time from; tests bring one of their own. */
export interface Clock {
  /** Unix time. Never goes back. */
  now(): Seconds;
  /** Resolves after so long, or as soon as `signal` says so; never rejects. */
  sleep(seconds: Seconds, signal: AbortSignal): Promise<void>;
}

/** Where a stopwatch stands that nobody can set; one begins at each boot. */
export interface Stopwatch {
  readonly boot: string;
  readonly seconds: Seconds;
}

/** A moment that is remembered by both. */
export interface Moment {
  readonly time: Seconds;
  readonly stopwatch?: Stopwatch | undefined;
}

/** Undefined where the kernel does not tell one boot from another. */
export function stopwatch(): Stopwatch | undefined {
  const boot = kernelFile("/proc/sys/kernel/random/boot_id")?.trim();
  return boot === undefined ? undefined : { boot, seconds: Number(process.hrtime.bigint()) / 1e9 };
}

/**
 * The time of day at the start, and from there on what a stopwatch says: when somebody sets the machine's clock, no cooldown ends early
 * and none lasts for ever. `last`: of the last decision that is remembered. Where the clock was set since then, time goes on from there by
 * the stopwatch, too; after a boot nobody can tell, and it only does not go back.
 */
export function steadyClock(last?: Moment): Clock {
  const begun = clockSet(last) === undefined ? Math.max(Date.now() / 1000, last?.time ?? 0) : (timeAfter(last) ?? 0);
  const offset = begun - performance.now() / 1000;
  return {
    now: () => Math.round((offset + performance.now() / 1000) * 1000) / 1000,
    sleep: (seconds, signal) => delay(Math.max(0, seconds) * 1000, undefined, { signal }).catch(() => undefined),
  };
}

/** A sentence for people where the machine's clock was set since then, as far as anybody can tell. */
export function clockWords(last: Moment | undefined): string | undefined {
  const by = clockSet(last);
  if (by === undefined) return undefined;
  const how = `${Math.abs(by).toFixed(0)} s ${by > 0 ? "forth" : "back"}`;
  return `the machine's clock was set ${how} since the last check; time goes on by its stopwatch, so that no cooldown ends early; remove state.json between two runs to go by the clock, without cooldowns`;
}

/** By how much, forth or back (below 0); undefined where it was not, or nobody can tell. */
function clockSet(last: Moment | undefined): Seconds | undefined {
  const expected = timeAfter(last);
  if (expected === undefined) return undefined;
  const by = Date.now() / 1000 - expected;
  return Math.abs(by) < NOTHING ? undefined : by;
}

/** What time it is by the stopwatch, if it has not begun anew. */
function timeAfter(last: Moment | undefined): Seconds | undefined {
  const now = stopwatch();
  const then = last?.stopwatch;
  if (last === undefined || then === undefined || now?.boot !== then.boot || now.seconds < then.seconds)
    return undefined;
  return last.time + now.seconds - then.seconds;
}

/** Small corrections are no setting. */
const NOTHING: Seconds = 2;
