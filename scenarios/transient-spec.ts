import type { Seconds } from "../policies/policy.ts";

/** What of a run is left out of the distributions of waits and sojourns: tasks that arrive before a moment, given or found. */
export type TransientSpec = { readonly kind: "given"; readonly until: Seconds } | { readonly kind: "mser-5" };
