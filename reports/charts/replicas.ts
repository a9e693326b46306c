import type { Chart } from "./chart.ts";
import type { Layout } from "./layout.ts";
import { panel, upTo } from "./panel.ts";

const phases = ["ready", "unhealthy", "draining", "warming", "pending", "failed"] as const;

/** Replicas of one group by phase, stacked, under the count the policy asked for. */
export function replicas(layout: Layout, group: string): Chart | undefined {
  const shown = phases.flatMap((phase) => {
    const field = layout.field(`group/${group}/${phase}`);
    return field === undefined ? [] : [{ phase, field }];
  });
  if (shown.length === 0) return undefined;
  const desired = layout.field(`group/${group}/desired`);
  const busy = layout.field(`group/${group}/busy`);
  const columns = shown.map(({ phase }) => `group/${group}/${phase}`);
  const scale = upTo(Math.max(layout.largest(columns, "stacked"), layout.largest([`group/${group}/desired`])));
  // Each area spans from the sum of those below it to its own: no fold, so the rows stay as wide as they came.
  const sums = shown.map((_, index) => ({
    calculate: shown
      .slice(0, index + 1)
      .map(({ field }) => `datum.${field}`)
      .join("+"),
    as: `s${index}`,
  }));
  const axis = { format: ",.4~r", tickMinStep: 1 };
  return {
    id: `replicas-${group}`,
    title: `Replicas of ${group}`,
    legend: [
      ...shown.map(({ phase }) => ({ label: phase, color: `var(--${phase})`, shape: "area" }) as const),
      ...(busy === undefined ? [] : [{ label: "busy", color: "var(--ink)", shape: "dotted" } as const]),
      ...(desired === undefined ? [] : [{ label: "desired", color: "var(--ink)", shape: "line" } as const]),
    ],
    cursor: {
      kind: "time",
      values: [
        ...(desired === undefined ? [] : [{ field: desired, label: "desired", unit: "" }]),
        ...shown.map(({ phase, field }) => ({ field, label: phase, unit: "" })),
        ...(busy === undefined ? [] : [{ field: busy, label: "busy", unit: "" }]),
      ],
    },
    spec: {
      ...panel(layout, {
        data: "bins",
        height: 150,
        layer: [
          ...shown.map(
            ({ phase }, index) =>
              ({
                mark: { type: "area", interpolate: "step-after", clip: true, color: `var(--${phase})` },
                encoding: {
                  y: { field: `s${index}`, type: "quantitative", scale, axis },
                  y2: index === 0 ? { datum: 0 } : { field: `s${index - 1}` },
                },
              }) as const,
          ),
          ...lines(busy, { strokeWidth: 1, strokeDash: [1, 3] }),
          ...lines(desired, { strokeWidth: 1.6 }),
        ],
      }),
      transform: sums,
    },
  };

  function lines(field: string | undefined, style: { strokeWidth: number; strokeDash?: number[] }) {
    if (field === undefined) return [];
    const mark = { type: "line", interpolate: "step-after", clip: true, color: "var(--ink)", ...style } as const;
    return [{ mark, encoding: { y: { field, type: "quantitative", scale, axis } } } as const];
  }
}
