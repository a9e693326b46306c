import type { Chart } from "./chart.ts";
import type { Layout } from "./layout.ts";
import { panel, upTo } from "./panel.ts";
import { policyDashes, policyScale, selectedWidth } from "./policy-scale.ts";

/** One queue under every policy. */
export function waitingCompared(layout: Layout, queue: string): Chart | undefined {
  const field = layout.field(`queue/${queue}/waiting`);
  if (field === undefined) return undefined;
  return {
    id: `compare-${queue}`,
    title: `Waiting in ${queue}`,
    unit: "tasks",
    legend: [],
    cursor: { kind: "time", values: [{ field, label: "waiting", unit: "" }] },
    spec: panel(layout, {
      data: "all",
      height: 180,
      params: [{ name: "selected", value: 0 }],
      layer: [
        {
          mark: { type: "line", interpolate: "step-after", strokeWidth: selectedWidth, clip: true },
          encoding: {
            y: {
              field,
              type: "quantitative",
              scale: upTo(layout.largest([`queue/${queue}/waiting`])),
              axis: { format: ",.4~r" },
            },
            color: policyScale(layout),
            strokeDash: policyDashes(layout),
          },
        },
      ],
    }),
  };
}
