import type { Seconds } from "../policies/policy.ts";

/** Who starts the replicas of a group for a scheduler: OpenGRIS Scaler's worker adapter (specification of Scaler, §2 and §6). */
export interface AdapterSpec {
  /**
   * What a replica offers that an action starts with `offers`. `given`: exactly that, as far as the group offers all of it by name;
   * `ignored`: what the group does, as all adapters of Scaler 1.16 have it.
   */
  readonly startOffers: "given" | "ignored";
  /** Most replicas it has; asked for more, it answers that these are too many, and starts none. Missing: without end. */
  readonly capacity?: number;
  /** The maximum that it tells from a moment on, seconds into the run, in order. Missing: always the group's. */
  readonly maximums?: readonly { readonly at: Seconds; readonly maximum: number }[];
}
