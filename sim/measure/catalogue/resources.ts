import type { DeviceMeasures, RunMeasures } from "../../result.ts";
import { type Measure, ofGroups } from "./measure.ts";

/** How full what there is was. */
export const resources: readonly Measure[] = [
  ofGroups(
    {
      name: "utilization",
      words: "utilization",
      unit: "fraction of 1",
      better: "higher",
      definition: "Busy share of the time replicas were open for work",
      formula: "∫ busy dt / ∫ (ready + unhealthy + draining) dt",
    },
    (group) => group.utilization,
    busyShare,
  ),
  {
    name: "cpuUtilization",
    words: "CPU utilization",
    unit: "fraction of 1",
    definition: "Cores in use over the cores of all nodes, on average over time",
    of: ({ nodes }) => {
      const all = Object.values(nodes);
      const cores = all.reduce((sum, node) => sum + (node.cores ?? 0), 0);
      return cores === 0
        ? undefined
        : all.reduce((sum, node) => sum + node.cpuUtilization * (node.cores ?? 0), 0) / cores;
    },
  },
  {
    name: "gpuUtilization",
    words: "GPU utilization",
    unit: "fraction of 1",
    definition: "Use of the GPUs of all nodes, on average over time",
    of: (run) => meanOf(run, ({ utilization }) => utilization),
  },
  {
    name: "gpuMemory.minHeadroom",
    words: "min GPU memory headroom",
    unit: "fraction of 1",
    better: "higher",
    definition: "Least free share of the memory of a GPU at any time",
    formula: "min over GPUs of 1 − most memory in use / memory",
    of: ({ devices }) => {
      const all = Object.values(devices).map(({ maxMemory, memory }) => 1 - maxMemory / memory);
      return all.length === 0 ? undefined : Math.min(...all);
    },
  },
  {
    name: "gpuMemory.meanHeadroom",
    words: "mean GPU memory headroom",
    unit: "fraction of 1",
    definition: "Free share of the memory of the GPUs, on average over time",
    of: (run) => meanOf(run, ({ meanMemory, memory }) => 1 - meanMemory / memory),
  },
  {
    name: "gpuMemory.violations",
    words: "GPU memory violations",
    unit: "1",
    better: "lower",
    definition: "How often more memory of a GPU was asked for, by replicas and others, than it has",
    of: ({ devices }) => {
      const known = Object.values(devices).flatMap(({ violations }) => violations ?? []);
      return known.length === 0 ? undefined : known.reduce((sum, count) => sum + count, 0);
    },
  },
  {
    name: "gpuMemory.violated",
    words: "GPU memory violated",
    unit: "fraction of 1",
    better: "lower",
    definition: "Share of the time in which more memory of a GPU was asked for than it has; the mean over the GPUs",
    of: (run) => meanOf(run, ({ violated }) => violated),
  },
];

/** Undefined where there is no device, or one that does not know it. */
function meanOf({ devices }: RunMeasures, of: (device: DeviceMeasures) => number | undefined): number | undefined {
  const all = Object.values(devices).map(of);
  const known = all.filter((value) => value !== undefined);
  if (known.length === 0 || known.length < all.length) return undefined;
  return known.reduce((sum, value) => sum + value, 0) / known.length;
}

function busyShare(run: RunMeasures): number | undefined {
  const groups = Object.values(run.groups).map((group) => group.meanReplicas);
  const open = groups.reduce((total, group) => total + group.ready + group.draining + (group.unhealthy ?? 0), 0);
  return open === 0 ? undefined : groups.reduce((total, group) => total + group.busy, 0) / open;
}
