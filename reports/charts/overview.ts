import type { Chart } from "./chart.ts";
import type { Layout } from "./layout.ts";
import { panel } from "./panel.ts";

/** All of the run, small: what waits in all queues. The page puts the window over it that the charts below show. */
export function overview(layout: Layout): Chart | undefined {
  const fields = layout.queues.flatMap((queue) => layout.field(`queue/${queue}/waiting`) ?? []);
  if (fields.length === 0) return undefined;
  return {
    id: "overview",
    title: "Time shown",
    legend: [],
    overview: true,
    cursor: { kind: "time", values: [{ field: "sum", label: "waiting, all queues", unit: "" }] },
    spec: {
      ...panel(layout, {
        data: "bins",
        height: 34,
        layer: [
          {
            mark: { type: "area", interpolate: "step-after", color: "var(--accent)", fillOpacity: 0.45 },
            encoding: {
              y: {
                field: "sum",
                type: "quantitative",
                stack: null,
                scale: { domain: { unionWith: [0, 1] }, nice: false },
                axis: { labels: false, grid: false },
              },
            },
          },
        ],
      }),
      transform: [{ calculate: fields.map((field) => `datum.${field}`).join("+"), as: "sum" }],
    },
  };
}
