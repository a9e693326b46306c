import type { Clock } from "../../live/clock.ts";

/** A clock that a test moves: `sleep` takes no time and moves it, `pass` is work that takes so long. */
export function testClock(begin = 1000): Clock & { pass(seconds: number): void } {
  let time = begin;
  return {
    now: () => time,
    pass: (seconds) => {
      time += seconds;
    },
    sleep: async (seconds, signal) => {
      if (!signal.aborted) time += Math.max(0, seconds);
    },
  };
}
