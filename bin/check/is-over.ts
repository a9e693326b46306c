import type { IsOver } from "../../sim/check/index.ts";

/** True from that time of day on (in milliseconds), or once `halt` is aborted. Lets others have their turn now and then: Ctrl-C, messages. */
export function isOverAt(end: number, halt?: AbortSignal): IsOver {
  let paused = 0;
  return () => {
    const now = Date.now();
    if (now >= end || halt?.aborted) return true;
    if (now - paused < PAUSE_EVERY) return false;
    paused = now;
    return new Promise((resolve) => setImmediate(() => resolve(halt?.aborted ?? false)));
  };
}

/** Milliseconds. */
const PAUSE_EVERY = 50;
