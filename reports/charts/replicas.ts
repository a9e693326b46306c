import type { Chart } from "./chart.ts";
import type { Layout } from "./layout.ts";
import { panel, upTo } from "./panel.ts";

const phases = ["ready", "unhealthy", "draining", "warming", "pending", "failed"] as const;

/** Replicas of one group by phase, stacked, under the count the policy asked for and the one that its work called for. */
export function replicas(layout: Layout, group: string): Chart | undefined {
  const shown = phases.flatMap((phase) => {
    const field = layout.field(`group/${group}/${phase}`);
    return field === undefined ? [] : [{ phase, field }];
  });
  if (shown.length === 0) return undefined;
  const desired = layout.field(`group/${group}/desired`);
  const busy = layout.field(`group/${group}/busy`);
  const demand = layout.field(`group/${group}/demand`);
  const columns = shown.map(({ phase }) => `group/${group}/${phase}`);
  const scale = upTo(
    Math.max(
      layout.largest(columns, "stacked"),
      layout.largest([`group/${group}/desired`]),
      layout.largest([`group/${group}/demand`]),
    ),
  );
  // Each area spans from the sum of those below it to its own: no fold, so the rows stay as wide as they came.
  const sums = shown.map((_, index) => {
    const parts = shown.slice(0, index + 1).map(({ field }) => `datum.${field}`);
    return { calculate: `isValid(${parts[0]}) ? ${parts.join("+")} : null`, as: `s${index}` };
  });
  const axis = { format: ",.4~r", tickMinStep: 1 };
  return {
    id: `replicas-${group}`,
    title: `Replicas of ${group}`,
    ...(demand === undefined
      ? {}
      : { note: "Demand: the least ready replicas that keep up with the work that arrives." }),
    legend: [
      ...shown.map(({ phase }) => ({ label: phase, color: `var(--${phase})`, shape: "area" }) as const),
      ...(busy === undefined ? [] : [{ label: "busy", color: "var(--ink)", shape: "dotted" } as const]),
      ...(demand === undefined ? [] : [{ label: "demand", color: "var(--demand)", shape: "dashed" } as const]),
      ...(desired === undefined ? [] : [{ label: "desired", color: "var(--ink)", shape: "line" } as const]),
    ],
    cursor: {
      kind: "time",
      values: [
        ...(desired === undefined ? [] : [{ field: desired, label: "desired", unit: "" }]),
        ...shown.map(({ phase, field }) => ({ field, label: phase, unit: "" })),
        ...(busy === undefined ? [] : [{ field: busy, label: "busy", unit: "" }]),
        ...(demand === undefined ? [] : [{ field: demand, label: "demand", unit: "" }]),
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
          ...lines(demand, { strokeWidth: 1.6, strokeDash: [5, 3], color: "var(--demand)" }),
          ...lines(desired, { strokeWidth: 1.6 }),
        ],
      }),
      transform: sums,
    },
  };

  function lines(field: string | undefined, style: { strokeWidth: number; strokeDash?: number[]; color?: string }) {
    if (field === undefined) return [];
    const mark = { type: "line", interpolate: "step-after", clip: true, color: "var(--ink)", ...style } as const;
    return [{ mark, encoding: { y: { field, type: "quantitative", scale, axis } } } as const];
  }
}
