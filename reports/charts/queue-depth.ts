import type { Chart, CursorValue } from "./chart.ts";
import type { Layout } from "./layout.ts";
import { panel, upTo } from "./panel.ts";

/** Ready messages of one queue: their average in each bin, and the most there were. */
export function queueDepth(layout: Layout, queue: string): Chart | undefined {
  const mean = layout.field(`queue/${queue}/waiting`);
  const most = layout.field(`queue/${queue}/waiting/max`);
  if (mean === undefined) return undefined;
  const y = {
    type: "quantitative",
    scale: upTo(layout.largest([`queue/${queue}/waiting`, `queue/${queue}/waiting/max`])),
    axis: { format: ",~r" },
  } as const;
  const values: CursorValue[] = [{ field: mean, label: "waiting", unit: "" }];
  if (most !== undefined) values.push({ field: most, label: "at most", unit: "" });
  return {
    id: `queue-${queue}`,
    title: `Waiting in ${queue}`,
    unit: "tasks",
    legend: [
      { label: "mean in each interval", color: "var(--accent)", shape: "area" },
      ...(most === undefined ? [] : [{ label: "most", color: "var(--muted)", shape: "line" } as const]),
    ],
    cursor: { kind: "time", values },
    spec: panel(layout, {
      data: "bins",
      height: 120,
      layer: [
        {
          mark: {
            type: "area",
            interpolate: "step-after",
            color: "var(--accent)",
            fillOpacity: 0.3,
            line: { color: "var(--accent)", strokeWidth: 1.4 },
          },
          encoding: { y: { field: mean, ...y } },
        },
        ...(most === undefined
          ? []
          : [
              {
                mark: { type: "line", interpolate: "step-after", color: "var(--muted)", strokeWidth: 0.8 } as const,
                encoding: { y: { field: most, ...y } },
              },
            ]),
      ],
    }),
  };
}
