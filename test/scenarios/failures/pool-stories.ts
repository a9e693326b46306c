import type { Story } from "./stories.ts";

/** What the published auto-scaler of a worker pool does, repaired as far as it runs at all. */
export const poolStories: readonly Story[] = [
  {
    failure: "The auto-scaler of a worker pool never learns that it has scaled, so its cooldown never begins.",
    scenario: "failures/worker-pool",
    shown: { policy: "as-published" },
    mended: { policy: "documented" },
    look: "decisions: up and down at every check",
    counts: "changes of the desired count in four hours",
    of: ({ groups }) => (groups.worker?.scaleUps ?? 0) + (groups.worker?.scaleDowns ?? 0),
    fails: (value) => value > 80,
  },
  {
    failure: "The utilization of an empty pool is 0, which calls for no worker: once empty, it stays so.",
    scenario: "failures/empty-pool",
    shown: { policy: "as-published" },
    mended: { policy: "documented" },
    look: "replicas of worker after half an hour: none, while the queue grows",
    counts: "tasks unfinished",
    of: ({ tasks }) => tasks.unfinished,
    fails: (value) => value > 200,
  },
  {
    failure: "Workers that fall silent count as busy: a bad network keeps a pool large that has nothing to do.",
    scenario: "failures/silent-workers",
    shown: { policy: "as-published" },
    mended: { policy: "documented" },
    look: "replicas of worker after the first hour; many are unhealthy, which is silent, and few busy",
    counts: "hours of workers",
    of: ({ groups }) => groups.worker?.replicaHours ?? 0,
    fails: (value) => value > 25,
  },
];
