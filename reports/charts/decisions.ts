import type { Chart } from "./chart.ts";
import type { Drawable } from "./drawable.ts";
import type { Layout } from "./layout.ts";
import { panel } from "./panel.ts";
import { type Table, tableOf } from "./table.ts";

/** When the policy changed its mind: a row for each subject. */
export function decisions(layout: Layout): Chart | undefined {
  const { subjects } = layout;
  if (subjects.length === 0) return undefined;
  return {
    id: "decisions",
    title: "Decisions",
    note: "Press one to read why. By keyboard: arrow keys to it, then Enter.",
    legend: [
      { label: "up", color: "var(--accent)", shape: "up" },
      { label: "down", color: "var(--accent)", shape: "down" },
      { label: "no change, new reason", color: "var(--muted)", shape: "dot" },
      ...(layout.held ? [{ label: "ordered or held back", color: "var(--held)", shape: "area" } as const] : []),
    ],
    cursor: { kind: "time", values: [] },
    spec: panel(layout, {
      data: "decisions",
      height: { step: 28 },
      layer: [
        {
          transform: [{ filter: { field: "g", oneOf: [...subjects] } }],
          // Ups ride above the line and downs hang below it, so that a busy hour still shows both.
          mark: {
            type: "point",
            filled: true,
            cursor: "pointer",
            clip: true,
            opacity: 0.85,
            yOffset: { expr: "datum.k === 'up' ? -5 : datum.k === 'down' ? 5 : 0" },
          },
          encoding: {
            y: {
              field: "g",
              type: "nominal",
              scale: { domain: [...subjects] },
              axis: { grid: true, labelFontSize: 10 },
            },
            shape: {
              field: "k",
              type: "nominal",
              scale: { domain: ["up", "down", "hold"], range: ["triangle-up", "triangle-down", "circle"] },
              legend: null,
            },
            size: { condition: { test: "datum.k === 'hold'", value: 10 }, value: 45 },
            color: {
              condition: [
                ...(layout.held ? [{ test: "datum.h === 1", value: "var(--held)" }] : []),
                { test: "datum.k === 'hold'", value: "var(--muted)" },
              ],
              value: "var(--accent)",
            },
          },
        },
      ],
    }),
  };
}

/** `t` when, `g` about what, `k` up, down or hold, `h` 1 where something else was asked for than the policy decided. */
export function decisionMarks(policy: Drawable): Table {
  const held = heldOf(policy);
  return tableOf(
    policy.detail.decisions.map(({ time, subject, desired }, index) => ({
      t: time,
      g: subject,
      h: held[index] ?? 0,
      k: desired === undefined || desired.from === desired.to ? "hold" : desired.to > desired.from ? "up" : "down",
    })),
  );
}

/** In the order of the decisions. The reason why something else was asked for is the last. */
export function heldOf({ detail, held = [] }: Drawable): number[] {
  const codes = new Set(held.map(({ because }) => because.code));
  return detail.decisions.map(({ because }) => (codes.has(because.at(-1)?.code ?? "") ? 1 : 0));
}
