import type { Family } from "../family.ts";
import { checkPool } from "./pool.ts";

/** The utilization auto-scaler of a worker pool. */
export const workerPoolVectors: Family = {
  name: "worker-pool",
  recognizes: (file, about) => file.startsWith("worker-pool") || about.includes("worker_pool"),
  kindOf: ({ system }) => (system === "worker-pool" ? "worker pool" : undefined),
  kinds: { "worker pool": { check: checkPool } },
};
