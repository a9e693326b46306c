import type { PolicyResult, Result } from "../../sim/result.ts";
import { scenarioFacts } from "../scenario-facts.ts";
import type { Chart } from "./chart.ts";
import type { Layout } from "./layout.ts";
import { compact, type Table, tableOf } from "./table.ts";
import { theme } from "./theme.ts";

/** Parts that add up to the total, with the color each has. */
const parts = [
  { name: "nodes", color: "var(--nodes)" },
  { name: "useful work", color: "var(--ready)" },
  { name: "killed work", color: "var(--killed)" },
  { name: "warm-up", color: "var(--warming)" },
  { name: "idle and draining", color: "var(--pending)" },
] as const;
type Part = (typeof parts)[number]["name"];

/** Where the money went, a bar a policy: the mean of all runs. */
export function cost(result: Result, layout: Layout): Chart | undefined {
  const shown = new Set(result.policies.flatMap((policy) => Object.keys(breakdown(policy))));
  if (shown.size === 0) return undefined;
  const { unpriced } = scenarioFacts(result);
  const kept = parts.filter(({ name }) => shown.has(name));
  return {
    id: "cost",
    title: "Where the money went",
    unit: "$",
    note: ["Mean of all runs.", ...(unpriced === undefined ? [] : [`${unpriced}.`])].join(" "),
    legend: kept.map(({ name, color }) => ({ label: name, color, shape: "area" })),
    cursor: {
      kind: "marks",
      values: [
        { field: "l", label: "policy", unit: "" },
        { field: "c", label: "for", unit: "" },
        { field: "v", label: "cost", unit: "$" },
      ],
    },
    spec: {
      data: { name: "cost" },
      width: "container",
      height: { step: 30 },
      autosize: { type: "fit-x", contains: "padding" },
      config: theme(110),
      mark: { type: "bar", tooltip: true },
      encoding: {
        x: {
          field: "v",
          type: "quantitative",
          stack: "zero",
          axis: { title: null, grid: true, format: "$,.4~r", tickCount: 5 },
        },
        y: {
          field: "l",
          type: "nominal",
          scale: { domain: [...layout.policies], paddingInner: 0.35 },
          axis: { labelFontSize: 12, labelColor: "var(--ink)", labelLimit: 160 },
        },
        color: {
          field: "c",
          type: "nominal",
          scale: { domain: kept.map(({ name }) => name), range: kept.map(({ color }) => color) },
          legend: null,
        },
        order: { field: "n", type: "quantitative" },
      },
    },
  };
}

/** `l` the policy, `c` the part, `n` its place in the bar, `v` dollars. */
export function costTable(result: Result): Table {
  return tableOf(
    result.policies.flatMap((policy) => {
      const found = breakdown(policy);
      return parts.flatMap(({ name }, n) =>
        found[name] === undefined ? [] : [{ l: policy.label, c: name, n, v: compact(found[name]) }],
      );
    }),
  );
}

/** Mean dollars by part; a part that has no price is missing. What a replica costs beside warm-up and work is idle or draining time. */
function breakdown(policy: PolicyResult): Partial<Record<Part, number>> {
  const costs = policy.runs.flatMap((run) => run.cost ?? []);
  const mean = (read: (cost: (typeof costs)[number]) => number | undefined): number | undefined => {
    const values = costs.flatMap((one) => read(one) ?? []);
    return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;
  };
  const found: Record<Part, number | undefined> = {
    nodes: mean((one) => one.nodes),
    "useful work": mean((one) => one.busy && one.busy - (one.killed ?? 0)),
    "killed work": mean((one) => one.killed),
    "warm-up": mean((one) => one.warming),
    "idle and draining": mean(
      (one) => one.replicas && Math.max(0, one.replicas - (one.busy ?? 0) - (one.warming ?? 0)),
    ),
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined && value > 0));
}
