import type { Chart } from "./chart.ts";
import type { Layout } from "./layout.ts";
import { nodeLines } from "./node-lines.ts";

export function cpuUtilization(layout: Layout): Chart | undefined {
  return nodeLines(layout, { id: "cpu", title: "CPU utilization", unit: "%", column: "cpu", capacity: 100 });
}
