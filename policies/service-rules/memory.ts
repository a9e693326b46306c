import type { Seconds } from "../policy.ts";
import type { Metric } from "./metrics.ts";

/** Since when a condition has been true at every check. */
export type Clocks = { readonly [condition: string]: Seconds };

/** What is remembered of one service. */
export type ServiceMemory = {
  /** Time of the last check that saw it, and the count its owner worked towards then. */
  readonly seen: Seconds | null;
  readonly desired: number | null;
  /** Of its rules: `queue up`, `latencyP95 down`. */
  readonly clocks: Clocks;
  /** Last change of its count, whoever made it. */
  readonly changed: Seconds | null;
  /** Last step by a rule without a cooldown, and how many of them since none called for one. */
  readonly emergency: Seconds | null;
  readonly emergencies: number;
  /** What the last check asked for. */
  readonly asked: { readonly desired: number; readonly emergency: boolean } | null;
};

export type Memory = {
  readonly services: { readonly [group: string]: ServiceMemory };
  readonly alerts: Clocks;
  /** Time of the last step of the caches; null before the first. */
  readonly tuned: Seconds | null;
  /** Whether the models have been placed. */
  readonly planned: boolean;
};

export const beginning: Memory = { services: {}, alerts: {}, tuned: null, planned: false };

export const unseen: ServiceMemory = {
  seen: null,
  desired: null,
  clocks: {},
  changed: null,
  emergency: null,
  emergencies: 0,
  asked: null,
};

export function clockOf(metric: Metric, direction: "up" | "down"): string {
  return `${metric} ${direction}`;
}
