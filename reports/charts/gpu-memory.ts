import type { Chart } from "./chart.ts";
import { mostDevices } from "./gpu-memory-map.ts";
import type { Layout } from "./layout.ts";
import { nodeLines } from "./node-lines.ts";

/** GPU memory in use on each node, against the most a node has. */
export function gpuMemory(layout: Layout): Chart | undefined {
  const capacities = layout.nodes.map(({ devices }) => devices.reduce((sum, { memory }) => sum + memory, 0) / 2 ** 30);
  const devices = layout.nodes.reduce((sum, node) => sum + node.devices.length, 0);
  return nodeLines(layout, {
    id: "gpu-memory",
    title: "GPU memory in use",
    note: `All GPUs of each node together; the axis ends at the largest node’s capacity.${
      devices > mostDevices ? ` There are ${devices} GPUs, too many to draw each.` : ""
    }`,
    unit: "GiB",
    column: "gpuMemory",
    capacity: Math.max(...capacities),
  });
}
