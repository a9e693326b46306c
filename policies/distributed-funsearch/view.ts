import type { Group, Observation, Reason, Replica, Seconds } from "../policy.ts";
import type { Parameters } from "./parameters.ts";

/** What lasts between two checks. It does not depend on the parameters, so they may change in between. */
export type Memory = {
  /** The initial count has been asked for. */
  readonly placed: boolean;
  /** Samplers that were there at the first check after that; null before it. */
  readonly initial: readonly string[] | null;
  /** Checks in a row that found the queue empty with somebody to release. */
  readonly samplerIdle: number;
  readonly evaluatorIdle: number;
  /** When the sampler queue had a consumer last; null: never yet. */
  readonly consumersSeen: Seconds | null;
  readonly checksWithoutConsumers: number;
};

/** All that a check looks at. */
export interface View {
  readonly parameters: Parameters;
  readonly observation: Observation;
  readonly memory: Memory;
}

/** Where replicas may start, one entry each, and why there. */
export interface Found {
  readonly start: readonly { readonly place?: string }[];
  readonly because: Reason;
}

/** Messages that count; undefined where the queue could not be read. */
export function messages({ parameters, observation }: View, queue: string): number | undefined {
  const { waiting, inService } = observation.queues[queue] ?? {};
  if (parameters.count === "ready" || waiting === undefined) return waiting;
  return inService === undefined ? undefined : waiting + inService;
}

/**
 * Replicas that count. They are judged by what the owner works towards, so that a refused start is tried again; a failed one that
 * the owner has not replaced is taken off unless failed ones count.
 */
export function counted(group: Group, countFailed: boolean): number {
  if (countFailed) return group.desired;
  let failed = 0;
  let alive = 0;
  for (const { phase } of group.replicas) {
    if (phase === "failed") failed++;
    else if (phase !== "draining") alive++;
  }
  return failed === 0 ? group.desired : group.desired - Math.min(failed, Math.max(0, group.desired - alive));
}

/** Whether the policy knows this sampler's start and GPU. */
export function isKnown({ parameters, memory }: View, replica: Replica): boolean {
  return !parameters.gpu.ownStartsOnly || memory.initial === null || !memory.initial.includes(replica.id);
}

/** Utilization of the first of its GPUs, as far as the policy knows which one that is and it can be read. */
export function gpuUtilization(view: View, replica: Replica): number | undefined {
  const device = isKnown(view, replica) ? replica.devices?.[0] : undefined;
  return device === undefined ? undefined : view.observation.devices[device]?.utilization;
}
