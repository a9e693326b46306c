import type { Preset } from "../entry.ts";

const gibibyte = 2 ** 30;

/** What the code of November 2025 does, where its document says otherwise or nothing. */
const published = {
  gpu: { minimumFreeMemory: 35 * gibibyte, unreadable: "block", ownStartsOnly: true },
  failedRead: "zero",
  countFailed: true,
  release: "oldest",
} as const;

/** The rewrites count all messages, wait for a second empty reading, drop the dead and look at the GPUs before they release. */
const second = {
  gpu: { minimumFreeMemory: 35 * gibibyte, unreadable: "block", ownStartsOnly: true },
  sampler: { minimumLifetime: 60 },
  count: "ready-and-unacknowledged",
  failedRead: "zero",
  idleChecks: 2,
  release: "least-used-gpu",
} as const;

/** What mends the failures that scenarios/failures replays; the rest is as documented. */
const corrected = {
  gpu: { minimumFreeMemory: 35 * gibibyte },
  sampler: { minimumLifetime: 1200 },
  evaluator: { minimumLifetime: 1200 },
  count: "ready-and-unacknowledged",
  idleChecks: 3,
} as const;

/** Parameter sets by name. `documented` is all defaults. */
export const presets: Readonly<Record<string, Preset>> = {
  documented: { summary: "What the scaling guide says.", parameters: {} },
  "as-published": { summary: "What the published code really does, its quirks included.", parameters: published },
  v2: {
    summary: "The authors' first rewrite: replaces lost consumers, ends stuck samplers.",
    parameters: { ...second, stuckAfter: 600, replaceLost: {} },
  },
  v3: {
    summary: "The authors' second rewrite: keeps samplers on busy GPUs. (Theirs is switched off by default.)",
    parameters: { ...second, keepBusyGpu: 0.8 },
  },
  corrected: {
    summary: "The published scaler without its known failures: counts work that is held, waits, and keeps the young.",
    parameters: corrected,
  },
};
