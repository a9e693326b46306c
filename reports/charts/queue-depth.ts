import type { Chart, CursorValue, LegendEntry } from "./chart.ts";
import type { Layout } from "./layout.ts";
import { panel } from "./panel.ts";

/**
 * Ready messages of one queue: their average in each bin, and the most there were; and those that are with a replica, held for later
 * or in service, which together are the unacknowledged ones.
 */
export function queueDepth(layout: Layout, queue: string): Chart | undefined {
  const mean = layout.field(`queue/${queue}/waiting`);
  const most = layout.field(`queue/${queue}/waiting/max`);
  if (mean === undefined) return undefined;
  const lines = [
    { field: layout.field(`queue/${queue}/inService`), label: "in service", shape: "dotted", strokeDash: [1, 3] },
    {
      field: layout.field(`queue/${queue}/held`),
      label: "held by a replica, not begun",
      shape: "dashed",
      strokeDash: [6, 3],
    },
  ].flatMap(({ field, ...line }) => (field === undefined ? [] : [{ field, ...line } as const]));
  const y = { type: "quantitative", axis: { format: ",.4~r" } } as const;
  // The one chart with a scale of its own: under a weaker policy's backlog a good one's would be a flat line.
  const scale = { domain: { unionWith: [0, 1] }, nice: true };
  const values: CursorValue[] = [{ field: mean, label: "waiting", unit: "" }];
  if (most !== undefined) values.push({ field: most, label: "at most", unit: "" });
  values.push(...lines.map(({ field, label }) => ({ field, label, unit: "" })));
  return {
    id: `queue-${queue}`,
    title: `Waiting in ${queue}, and with its replicas`,
    unit: "tasks",
    ...(layout.policies.length < 2 ? {} : { note: "Each policy to its own scale." }),
    legend: [
      {
        label: most === undefined ? "waiting" : "waiting, mean in each interval",
        color: "var(--accent)",
        shape: "area",
      },
      ...(most === undefined ? [] : [{ label: "most", color: "var(--muted)", shape: "line" } as const]),
      ...lines.map(({ label, shape }) => ({ label, color: "var(--ink)", shape }) as LegendEntry),
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
            clip: true,
            color: "var(--accent)",
            fillOpacity: 0.3,
            line: { color: "var(--accent)", strokeWidth: 1.4 },
          },
          // Two rows of one moment, the last check and the end of a journal, are no sum.
          encoding: { y: { field: mean, scale, stack: null, ...y } },
        },
        ...(most === undefined
          ? []
          : [
              {
                mark: {
                  type: "line",
                  interpolate: "step-after",
                  clip: true,
                  color: "var(--muted)",
                  strokeWidth: 0.8,
                } as const,
                encoding: { y: { field: most, scale, ...y } },
              },
            ]),
        ...lines.map(
          ({ field, strokeDash }) =>
            ({
              mark: {
                type: "line",
                interpolate: "step-after",
                clip: true,
                color: "var(--ink)",
                strokeWidth: 1.2,
                strokeDash,
              },
              encoding: { y: { field, scale, ...y } },
            }) as const,
        ),
      ],
    }),
  };
}
