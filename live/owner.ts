import type { Action, Group, Observation } from "../policies/policy.ts";
import type { SensorFault } from "./sensor.ts";

/** What the owner of a group's replicas tells of them. */
export type Owned = Pick<Group, "desired" | "replicas">;

export type Scale = Extract<Action, { readonly kind: "scale" }>;

/** Whoever keeps the replicas of one group: processes of this machine, a batch system, a cloud. */
export interface Owner {
  /** What there is now; changes nothing. Throws a `SensorFault` when that cannot be told, and calls `failed` for parts that cannot. */
  read(signal: AbortSignal, failed?: (fault: SensorFault) => void): Promise<Owned>;
  /** Asks for a count; asking again changes nothing. What came of it the next `read` tells. Missing: it cannot be asked. */
  scale?(action: Scale, signal: AbortSignal): Promise<void>;
  /** Goes on with what takes more than a moment, at every check: what drains, what crashed, what is not ready yet. `queues`: as seen last. */
  tend?(signal: AbortSignal, queues: Observation["queues"]): Promise<void>;
  /** What a person should know of replicas that are missing; undefined when there is nothing. Throws what `read` does. */
  trouble?(): string | undefined;
  /** Resolves when nothing goes on any more that was given up; whoever comes next finds it as it is. */
  close?(): Promise<void>;
}
