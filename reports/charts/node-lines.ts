import type { Chart } from "./chart.ts";
import type { Layout } from "./layout.ts";
import { panel } from "./panel.ts";

const dashes = [
  { shape: "line", strokeDash: [1, 0] },
  { shape: "dashed", strokeDash: [6, 3] },
  { shape: "dotted", strokeDash: [1, 3] },
  { shape: "dash-dot", strokeDash: [8, 3, 1, 3] },
] as const;

/** A line a node, in the policy's color, told apart by dashes; the dashes repeat after four nodes, the cursor names each. */
export function nodeLines(
  layout: Layout,
  options: { id: string; title: string; note?: string; unit: string; column: string; capacity: number },
): Chart | undefined {
  const lines = layout.nodes.flatMap(({ name }, index) => {
    const field = layout.field(`node/${name}/${options.column}`);
    const dash = dashes[index % dashes.length];
    return field === undefined || dash === undefined ? [] : [{ name, field, dash }];
  });
  if (lines.length === 0) return undefined;
  const scale = { domain: [0, options.capacity], nice: false };
  const axis = {
    values: [0, 0.25, 0.5, 0.75, 1].map((share) => share * options.capacity),
    tickCount: 5,
    format: ",.4~r",
  };
  return {
    id: options.id,
    title: options.title,
    unit: options.unit,
    ...(options.note === undefined ? {} : { note: options.note }),
    legend: lines.map(({ name, dash }) => ({ label: name, color: "var(--accent)", shape: dash.shape })),
    cursor: { kind: "time", values: lines.map(({ name, field }) => ({ field, label: name, unit: options.unit })) },
    spec: panel(layout, {
      data: "bins",
      height: 110,
      layer: lines.map(({ field, dash }) => ({
        mark: {
          type: "line",
          interpolate: "step-after",
          color: "var(--accent)",
          strokeDash: [...dash.strokeDash],
          clip: true,
          strokeWidth: 1.3,
        },
        encoding: { y: { field, type: "quantitative", scale, axis } },
      })),
    }),
  };
}
