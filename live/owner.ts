import type { Group } from "../policies/policy.ts";

/** What the owner of a group's replicas tells of them. */
export type Owned = Pick<Group, "desired" | "replicas">;

/** Whoever keeps the replicas of one group: processes of this machine, a batch system, a cloud. */
export interface Owner {
  /** What there is now. Throws a `SensorFault` when that cannot be told. */
  read(signal: AbortSignal): Promise<Owned>;
}
