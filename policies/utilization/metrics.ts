import type { Json, Observation, Seconds } from "../policy.ts";
import { lookAt, type View } from "./pool.ts";

/** The metrics query of the original auto-scaler, under its names; null where nobody knows. */
export interface ScalingMetrics {
  readonly current_workers: number;
  readonly pending_tasks: number | null;
  readonly running_tasks: number | null;
  readonly worker_utilization: number | null;
  /** Seconds, over the window of the group's signal `serviceTime`. */
  readonly average_task_duration: number | null;
  /** Unix time of the last operation that succeeded. */
  readonly last_scaling_time: Seconds | null;
  readonly metrics_window: Seconds;
  readonly cooldown_period: Seconds;
}

/** `parameters`, `memory`: of the policy, as after the check that saw this. Undefined where the group is not seen. */
export function scalingMetrics(
  parameters: Json,
  memory: Json,
  observation: Observation,
  name: string,
): ScalingMetrics | undefined {
  const group = observation.groups[name];
  if (group === undefined) return undefined;
  const bound = parameters as unknown as View & { metricsWindow: Seconds; cooldown: Seconds };
  const pool = lookAt(observation, group, bound);
  const running = group.replicas.flatMap(({ inService }) => inService ?? []);
  const last = (memory as { readonly [group: string]: { readonly last: Seconds | null } })[name]?.last;
  return {
    current_workers: pool.registered,
    pending_tasks: pool.pending ?? null,
    running_tasks: running.length === 0 ? null : running.reduce((sum, each) => sum + each, 0),
    worker_utilization: pool.utilization ?? null,
    average_task_duration: group.signals.serviceTime ?? null,
    last_scaling_time: last ?? null,
    metrics_window: bound.metricsWindow,
    cooldown_period: bound.cooldown,
  };
}
