import { setMaxListeners } from "node:events";
import type { Seconds } from "../policies/policy.ts";

export interface Deadline {
  readonly signal: AbortSignal;
  /** Rejects when the time is over. */
  readonly passed: Promise<never>;
  /** Takes back the timer; call it when the work is done. */
  clear(): void;
}

/** A signal that comes after so long, or with `parent`. It leaves nothing behind on the parent, which may live for months. */
export function deadline(seconds: Seconds, parent: AbortSignal): Deadline {
  const controller = new AbortController();
  // Each sensor and group waits for it; Node thinks that more than ten have been forgotten.
  setMaxListeners(0, parent, controller.signal);
  const end = () => controller.abort();
  const timer = setTimeout(end, seconds * 1000);
  parent.addEventListener("abort", end, { once: true });
  if (parent.aborted) end();
  const passed = new Promise<never>((_, reject) => {
    const late = () => reject(new Error(parent.aborted ? "stopped" : `no answer in ${seconds} s`));
    if (controller.signal.aborted) late();
    else controller.signal.addEventListener("abort", late, { once: true });
  });
  passed.catch(() => undefined);
  return {
    signal: controller.signal,
    passed,
    clear() {
      clearTimeout(timer);
      parent.removeEventListener("abort", end);
    },
  };
}
