import type { Chart } from "./chart.ts";
import type { Layout } from "./layout.ts";
import { panel, upTo } from "./panel.ts";

/** How fast work came into one queue, and how fast it was done. */
export function arrivals(layout: Layout, queue: string): Chart | undefined {
  const columns = [`queue/${queue}/arrived`, `queue/${queue}/completed`] as const;
  const [arrived, completed] = columns.map((column) => layout.field(column));
  if (arrived === undefined || completed === undefined) return undefined;
  const scale = upTo(layout.largest([...columns]));
  const y = { type: "quantitative", scale, axis: { format: ",.3~r", tickCount: 3 } } as const;
  const line = { type: "line", interpolate: "step-after", clip: true } as const;
  return {
    id: `arrivals-${queue}`,
    title: `Arrivals in ${queue}`,
    unit: "tasks/s",
    legend: [
      { label: "arrived", color: "var(--muted)", shape: "line" },
      { label: "completed", color: "var(--accent)", shape: "line" },
    ],
    cursor: {
      kind: "time",
      values: [
        { field: arrived, label: "arrived", unit: "/s" },
        { field: completed, label: "completed", unit: "/s" },
      ],
    },
    spec: panel(layout, {
      data: "bins",
      height: 80,
      layer: [
        { mark: { ...line, color: "var(--muted)", strokeWidth: 1.1 }, encoding: { y: { field: arrived, ...y } } },
        { mark: { ...line, color: "var(--accent)", strokeWidth: 1.4 }, encoding: { y: { field: completed, ...y } } },
      ],
    }),
  };
}
