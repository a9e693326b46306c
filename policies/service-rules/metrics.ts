import { z } from "zod";
import type { Device, Group, Observation } from "../policy.ts";

/** What a rule can watch, in the units of the contract: seconds, fractions of 1, counts. */
export const metrics = [
  "queue",
  "cpuUtilization",
  "memoryUtilization",
  "gpuUtilization",
  "vramUtilization",
  "latencyP50",
  "latencyP95",
  "errorRatio",
  "serviceTime",
  "throughput",
  "episodeDuration",
  "episodesPerHour",
  "checkpointsPerHour",
] as const;

export const metricName = z.enum(metrics);
export type Metric = z.output<typeof metricName>;

/**
 * What a metric of a group is now; undefined where it is not known. Without traffic a percentile or a ratio has no value and counts
 * as 0, or an idle service would never shrink; `undefinedWhenIdle` names those metrics.
 */
export function metricOf(
  metric: Metric,
  group: Group,
  observation: Observation,
  undefinedWhenIdle: readonly Metric[],
): number | undefined {
  const value =
    metric === "queue" ? waiting(group, observation) : (group.signals[metric] ?? onDevices(metric, group, observation));
  if (value !== undefined) return value;
  return group.signals.throughput === 0 && undefinedWhenIdle.includes(metric) ? 0 : undefined;
}

function waiting({ serves }: Group, { queues }: Observation): number | undefined {
  let sum: number | undefined;
  for (const name of serves) {
    const count = queues[name]?.waiting;
    if (count === undefined) return undefined;
    sum = (sum ?? 0) + count;
  }
  return sum;
}

/** Over the GPUs its replicas are on: the mean use, and the share of memory in use where it is highest. */
function onDevices(metric: Metric, group: Group, observation: Observation): number | undefined {
  if (metric !== "gpuUtilization" && metric !== "vramUtilization") return undefined;
  const names = new Set(group.replicas.flatMap(({ phase, devices }) => (phase === "failed" ? [] : (devices ?? []))));
  const values: number[] = [];
  for (const name of names) {
    const device = observation.devices[name];
    const value = metric === "gpuUtilization" ? device?.utilization : usedShare(device);
    if (value === undefined) return undefined;
    values.push(value);
  }
  if (values.length === 0) return undefined;
  return metric === "vramUtilization"
    ? Math.max(...values)
    : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function usedShare(device: Device | undefined): number | undefined {
  const free = device === undefined ? undefined : freeShare(device);
  return free === undefined ? undefined : 1 - free;
}

/** Free memory of a GPU over all it has; undefined where one of them is not known. */
export function freeShare({ memoryFree, memoryTotal }: Device): number | undefined {
  return memoryFree === undefined || memoryTotal === undefined || memoryTotal === 0
    ? undefined
    : memoryFree / memoryTotal;
}
