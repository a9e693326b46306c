import type { Family } from "../family.ts";
import { checkPool } from "./pool.ts";

/** The utilization auto-scaler of a worker pool. */
export const workerPoolVectors: Family = {
  name: "worker-pool",
  recognizes: (file) => file.startsWith("worker-pool"),
  kindOf: ({ system }) => (system === "worker-pool" ? "worker pool" : undefined),
  kinds: { "worker pool": { check: checkPool } },
};
