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
];
