import type { Chart } from "./chart.ts";
import type { Layout } from "./layout.ts";
import { nodeLines } from "./node-lines.ts";

export function gpuUtilization(layout: Layout): Chart | undefined {
  return nodeLines(layout, {
    id: "gpu",
    title: "GPU utilization",
    note: "Mean of each node’s GPUs.",
    unit: "%",
    column: "gpu",
    capacity: 100,
  });
}
