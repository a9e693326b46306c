import type { Family } from "../family.ts";

/** Service rules, GPU placement, model residency, caches and alerts: every system of the file but the worker pool. */
export const servicesVectors: Family = {
  name: "services",
  recognizes: (file) => file.startsWith("worker-pool-and-services") || file.startsWith("services"),
  kindOf: () => undefined,
  kinds: {},
};
