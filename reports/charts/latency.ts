import type { Result } from "../../sim/result.ts";
import type { Chart } from "./chart.ts";
import type { Layout } from "./layout.ts";
import { policyDashes, policyScale, selectedWidth } from "./policy-scale.ts";
import { compact, type Table, tableOf } from "./table.ts";
import { theme } from "./theme.ts";

/** Where the logarithmic axis is labeled. */
const labels: Readonly<Record<string, string>> = {
  0.001: "1 ms",
  0.01: "10 ms",
  0.1: "0.1 s",
  1: "1 s",
  10: "10 s",
  60: "1 min",
  600: "10 min",
  3600: "1 h",
  36000: "10 h",
  360000: "100 h",
};

/** The share of tasks that took at most so long, every policy in one drawing; time on a logarithmic axis. */
export function latency(result: Result, layout: Layout, what: "wait" | "sojourn", queue: string): Chart | undefined {
  const curves = result.policies.flatMap((policy) => policy.detail[what][queue] ?? []);
  const positive = curves.flatMap(({ value }) => value.filter((seconds) => seconds > 0));
  if (positive.length === 0) return undefined;
  const floor = lowest(positive);
  const end = Math.max(floor * 10, Math.max(...positive) * 1.1);
  const values = Object.keys(labels)
    .map(Number)
    .filter((value) => value >= floor && value <= end)
    .sort((a, b) => a - b);
  return {
    id: `${what}-${queue}`,
    title: `${what === "wait" ? "Wait" : "Response time"} in ${queue}`,
    unit: "% of tasks within",
    legend: [],
    cursor: { kind: "distribution", what, queue },
    spec: {
      data: { name: "latency" },
      width: "container",
      height: 230,
      autosize: { type: "fit-x", contains: "padding" },
      config: theme(layout.axisWidth),
      params: [{ name: "selected", value: 0 }],
      transform: [
        { filter: `datum.k === ${JSON.stringify(what)} && datum.q === ${JSON.stringify(queue)}` },
        { calculate: `max(datum.x, ${floor})`, as: "shown" },
      ],
      mark: { type: "line", interpolate: "step-after", strokeWidth: selectedWidth },
      encoding: {
        x: {
          field: "shown",
          type: "quantitative",
          scale: { type: "log", domain: [floor, end], nice: false },
          axis: {
            values,
            labelExpr: `${JSON.stringify(labels)}[datum.value]`,
            labelFlush: true,
            labelOverlap: "greedy",
            title: null,
            grid: true,
          },
        },
        y: {
          field: "y",
          type: "quantitative",
          scale: { domain: [0, 1], nice: false },
          axis: { values: [0, 0.25, 0.5, 0.75, 0.95], tickCount: 5, format: ".0%" },
        },
        color: policyScale(layout),
        strokeDash: policyDashes(layout),
        order: { field: "n", type: "quantitative" },
      },
    },
  };
}

/** `k` wait or sojourn, `q` queue, `p` policy, `x` seconds, `y` the share with at most that, `n` the point's number. */
export function latencyTable(result: Result): Table {
  return tableOf(
    result.policies.flatMap((policy, p) =>
      (["wait", "sojourn"] as const).flatMap((k) =>
        Object.entries(policy.detail[k]).flatMap(([q, { value, share }]) =>
          value.map((seconds, n) => ({ k, q, p, x: compact(seconds), y: compact(share[n]), n })),
        ),
      ),
    ),
  );
}

/** Where the logarithmic axis begins: a decade or two below the least but a twentieth of the values, so that a few tiny ones do not take the width. */
function lowest(positive: readonly number[]): number {
  const sorted = [...positive].sort((a, b) => a - b);
  const low = sorted[Math.floor(sorted.length / 20)] ?? 1;
  return Math.max(0.001, Math.min(1, 10 ** (Math.floor(Math.log10(low)) - 1)));
}
