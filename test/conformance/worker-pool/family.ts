import type { Family } from "../family.ts";

/** The utilization auto-scaler of a worker pool. */
export const workerPoolVectors: Family = {
  name: "worker-pool",
  recognizes: (file) => file.startsWith("worker-pool"),
  kindOf: () => undefined,
  kinds: {},
};
