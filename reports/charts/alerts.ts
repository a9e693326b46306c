import type { Chart } from "./chart.ts";
import type { Drawable } from "./drawable.ts";
import type { Layout } from "./layout.ts";
import { rows } from "./rows.ts";
import { type Table, tableOf } from "./table.ts";

/** States as the reason codes of alerts name them. */
const states = [
  { code: "alert-inactive", label: "inactive", color: "var(--pending)" },
  { code: "alert-pending", label: "pending", color: "var(--warming)" },
  { code: "alert-firing", label: "firing", color: "var(--failed)" },
] as const;

/** A row for each alert that a policy watches, by its state. */
export function alerts(layout: Layout): Chart | undefined {
  if (layout.alerts.length === 0) return undefined;
  return {
    id: "alerts",
    title: "Alerts",
    legend: states.map(({ label, color }) => ({ label, color, shape: "area" })),
    cursor: {
      kind: "rows",
      row: "g",
      values: [{ field: "k", label: "", unit: "" }],
      nothing: "not watched",
    },
    spec: rows(layout, {
      data: "alerts",
      field: "g",
      names: layout.alerts,
      label: "above",
      step: 32,
      gap: 0.5,
      encoding: {
        color: {
          field: "k",
          type: "nominal",
          scale: { domain: states.map(({ label }) => label), range: states.map(({ color }) => color) },
          legend: null,
        },
      },
    }),
  };
}

/** Subjects of decisions that tell the state of an alert. */
export function alertsOf(policies: readonly Drawable[]): string[] {
  const entries = policies.flatMap(({ detail }) => detail.decisions);
  return [...new Set(entries.flatMap(({ subject, because }) => (stateOf(because) === undefined ? [] : [subject])))];
}

/** `g` the alert, from `t` to `u`, `k` its state. */
export function alertTable({ detail }: Drawable, end: number): Table {
  const told = detail.decisions.flatMap(({ time, subject, because }) => {
    const state = stateOf(because);
    return state === undefined ? [] : [{ t: time, g: subject, k: state }];
  });
  const until = new Map<string, number>();
  const stretches = told.reverse().map(({ t, g, k }) => {
    const u = until.get(g) ?? end;
    until.set(g, t);
    return { t, u, g, k };
  });
  return tableOf(stretches.reverse());
}

function stateOf(because: Drawable["detail"]["decisions"][number]["because"]): string | undefined {
  return states.find(({ code }) => because.some((reason) => reason.code === code))?.label;
}
