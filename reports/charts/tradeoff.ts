import type { TopLevelSpec } from "vega-lite";
import type { Result } from "../../sim/result.ts";
import type { Chart } from "./chart.ts";
import type { Layout } from "./layout.ts";
import { theme } from "./theme.ts";
import { latency, paidMeasure, pointsOf } from "./tradeoff-points.ts";

type Layers = Extract<TopLevelSpec, { layer: unknown }>["layer"];

/** What is paid for latency: a point a policy with its intervals, and a line along those that no other beats in both. */
export function tradeoff(result: Result, layout: Layout): Chart | undefined {
  const paid = paidMeasure(result);
  const points = pointsOf(result);
  if (paid === undefined || result.policies.length < 2 || points.length < 2) return undefined;
  const latencies = points.flatMap(({ y, yl, yh }) => [y, yl ?? y, yh ?? y]);
  const most = Math.max(...latencies);
  const positive = latencies.filter((value) => value > 0);
  const wide = most > 30 * Math.max(Math.min(...points.map(({ y }) => y)), most / 1e6);
  const floor = Math.max(Math.min(1, ...positive), most / 1e4, 1e-3);
  const limit = limitOf(result);
  const y = {
    field: "y",
    type: "quantitative" as const,
    scale: wide
      ? { type: "symlog" as const, constant: floor, nice: false, domain: [0, most * 1.4] }
      : { domain: [0, most * 1.1], nice: true },
    axis: {
      title: null,
      labelOverlap: "greedy" as const,
      tickCount: 8,
      labelExpr:
        "datum.value === 0 ? '0' : datum.value < 1 ? format(datum.value * 1000, ',.3~r') + ' ms' : datum.value < 60 ? format(datum.value, ',.3~r') + ' s' : datum.value < 3600 ? format(datum.value / 60, ',.3~r') + ' min' : format(datum.value / 3600, ',.3~r') + ' h'",
      ...(wide ? { values: latencyTicks.filter((tick) => tick === 0 || (tick >= floor && tick <= most * 1.5)) } : {}),
    },
  };
  const costs = points.flatMap(({ x, xl, xh }) => [x, xl ?? x, xh ?? x]);
  const [least, largest] = [Math.min(...costs), Math.max(...costs)];
  const span = Math.max(largest - least, largest / 10, 1e-9);
  // Names stand to the right of their points: about 7 pixels a character, on 450 or more.
  const longest = Math.max(...points.map(({ m, l }) => (m === "bound" ? 0 : l.length)));
  const room = span * Math.min(0.6, 0.04 + 0.016 * longest);
  const x = {
    field: "x",
    type: "quantitative" as const,
    scale: { domain: [Math.max(0, least - 0.06 * span), largest + room], nice: false },
    axis: { title: null, grid: true, format: paid === "cost.total" ? "$,.4~r" : ",.4~r", tickCount: 6 },
  };
  const goal: Layers =
    limit === undefined
      ? []
      : [
          {
            data: { values: [{ y: limit }] },
            mark: { type: "rule", color: "var(--ink)", strokeDash: [2, 3], strokeWidth: 1 },
            encoding: { y },
          },
        ];
  const of = (kind: string) => ({ filter: `datum.m === '${kind}'` });
  const unit = paid === "cost.total" ? "$" : "h";
  return {
    id: "tradeoff",
    title: `${titles[paid]} against p95 wait`,
    note: [
      `Left and low is better. Bars are 95 % intervals; no other policy is better in both than those on the line.`,
      ...(limit === undefined ? [] : ["Dotted: the objective."]),
      ...(points.every(({ k }) => k === 1)
        ? []
        : ["Hollow: misses the objective, or leaves work undone that others get done."]),
      ...(result.bestStatic === undefined ? [] : ["Diamond: the best fixed size."]),
      ...(points.some(({ m }) => m === "bound")
        ? ["Triangles: the least any schedule could have cost at that latency."]
        : []),
    ].join(" "),
    legend: [],
    cursor: {
      kind: "marks",
      values: [
        { field: "l", label: "", unit: "" },
        { field: "x", label: titles[paid].toLowerCase(), unit },
        { field: "xl", label: "from", unit },
        { field: "xh", label: "to", unit },
        { field: "y", label: "p95 wait", unit: "duration" },
        { field: "yl", label: "from", unit: "duration" },
        { field: "yh", label: "to", unit: "duration" },
      ],
    },
    spec: {
      data: { name: "tradeoff" },
      width: "container",
      height: 300,
      autosize: { type: "fit-x", contains: "padding" },
      config: theme(layout.axisWidth),
      layer: [
        ...goal,
        {
          transform: [of("policy"), { filter: "datum.f" }],
          mark: {
            type: "line",
            interpolate: "step-after",
            color: "var(--muted)",
            strokeWidth: 1.2,
            strokeDash: [5, 3],
          },
          encoding: { x, y, order: { field: "x", type: "quantitative" } },
        },
        {
          transform: [of("bound")],
          mark: { type: "rule", strokeWidth: 1, strokeDash: [1, 3], color: { expr: "datum.c" } },
          encoding: { x, x2: { field: "xh" }, y },
        },
        {
          transform: [{ filter: "datum.m !== 'bound' && isValid(datum.xl)" }],
          mark: { type: "rule", strokeWidth: 2, opacity: 0.75, color: { expr: "datum.c" } },
          encoding: { x: { ...x, field: "xl" }, x2: { field: "xh" }, y },
        },
        {
          transform: [{ filter: "datum.m !== 'bound' && isValid(datum.yl)" }],
          mark: { type: "rule", strokeWidth: 2, opacity: 0.75, color: { expr: "datum.c" } },
          encoding: { x, y: { ...y, field: "yl" }, y2: { field: "yh" } },
        },
        {
          mark: {
            type: "point",
            filled: true,
            opacity: 1,
            tooltip: true,
            fill: { expr: "datum.k ? datum.c : 'var(--paper)'" },
            stroke: { expr: "datum.k ? 'var(--paper)' : datum.c" },
            strokeWidth: { expr: "datum.k ? 1 : 2" },
            size: { expr: "datum.m === 'bound' ? 50 : 110" },
            shape: { expr: "datum.m === 'bound' ? 'triangle-left' : datum.m === 'static' ? 'diamond' : 'circle'" },
          },
          encoding: { x, y },
        },
        {
          transform: [{ filter: "datum.m !== 'bound'" }],
          mark: { type: "text", align: "left", dx: 9, dy: { expr: "datum.d" }, fontSize: 12, fill: "var(--ink)" },
          encoding: { x, y, text: { field: "l", type: "nominal" } },
        },
      ],
    },
  };
}

const titles = { "cost.total": "Cost", gpuHours: "GPU time", replicaHours: "Replica time" } as const;
const latencyTicks = [0, 0.001, 0.01, 0.1, 1, 10, 60, 600, 3600, 36_000, 360_000];

/** Of the objective, where it is about the latency drawn. */
function limitOf({ recommendation }: Result): number | undefined {
  return recommendation?.subjectTo.find(({ measure }) => measure === latency)?.below;
}
