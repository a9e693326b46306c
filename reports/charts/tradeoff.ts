import type { TopLevelSpec } from "vega-lite";
import type { Result } from "../../sim/result.ts";
import type { Chart, LegendEntry } from "./chart.ts";
import type { Layout } from "./layout.ts";
import { longestName } from "./placed-names.ts";
import { theme } from "./theme.ts";
import { axesOf } from "./tradeoff-axes.ts";
import { latency, type Point, paidMeasure, plotHeight, pointsOf } from "./tradeoff-points.ts";

type Layers = Extract<TopLevelSpec, { layer: unknown }>["layer"];

/** What is paid for latency: a point a policy with its intervals, and a line along those that no other beats in both. */
export function tradeoff(result: Result, layout: Layout): Chart | undefined {
  const paid = paidMeasure(result);
  const points = pointsOf(result);
  if (paid === undefined || result.policies.length < 2 || points.length < 2) return undefined;
  const axes = axesOf(points);
  const { linearBelow } = axes;
  const limit = limitOf(result);
  const y = {
    field: "y",
    type: "quantitative" as const,
    scale:
      linearBelow === undefined
        ? { domain: [...axes.y], nice: false }
        : { type: "symlog" as const, constant: linearBelow, nice: false, domain: [...axes.y] },
    axis: {
      title: null,
      labelOverlap: "greedy" as const,
      values: axes.ticks.map(({ value }) => value),
      // Vega leaves out every second one where it would have fewer.
      tickCount: axes.ticks.length,
      labelExpr: `${JSON.stringify(Object.fromEntries(axes.ticks.map(({ value, label }) => [value, label])))}[datum.value]`,
    },
  };
  const x = {
    field: "x",
    type: "quantitative" as const,
    scale: { domain: [...axes.x], nice: false },
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
    note: "Left and low is better. Bars are 95 % intervals. On the dashed line are those that no other policy beats in both.",
    legend: legendOf(result, points),
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
      height: plotHeight,
      autosize: { type: "fit-x", contains: "padding" },
      config: theme(Math.max(layout.axisWidth, longestTick)),
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
        ...names(x, y),
      ],
    },
  };
}

/** What there is beside the policies, which have their names. */
function legendOf(result: Result, points: readonly Point[]): LegendEntry[] {
  const missed = points.some(({ k }) => k === 0);
  const entries: readonly (readonly [boolean, LegendEntry["shape"], string])[] = [
    [limitOf(result) !== undefined, "dotted", "the objective"],
    [missed, "ring", "misses the objective, or leaves work undone that others get done"],
    [points.some(({ m }) => m === "static"), "diamond", "the best fixed size"],
    [points.some(({ m }) => m === "bound"), "left", "the least any schedule could have paid at that latency"],
  ];
  return entries.flatMap(([there, shape, label]) => (there ? [{ shape, label, color: "var(--muted)" }] : []));
}

/** With a line to the point where a name stands apart from it, and clear of what is drawn behind it. */
function names(x: object, y: object): Layers {
  const shown = { filter: "datum.m !== 'bound'" };
  const text = {
    type: "text" as const,
    align: { expr: "datum.a ? 'right' : 'left'" },
    baseline: "middle" as const,
    dx: { expr: "datum.a ? -9 : 9" },
    dy: { expr: "datum.d" },
    fontSize: 12,
    limit: { expr: `min(${longestName}, (datum.a ? scale('x', datum.x) : width - scale('x', datum.x)) - 9)` },
  };
  const encoding = { x, y, text: { field: "l", type: "nominal" as const } };
  return [
    {
      transform: [shown, { filter: "abs(datum.d) > 9" }],
      mark: { type: "rule", strokeWidth: 1, color: { expr: "datum.c" }, y2Offset: { expr: "datum.d" } },
      encoding: { x, y, y2: { field: "y" } },
    },
    { transform: [shown], mark: { ...text, stroke: "var(--paper)", strokeWidth: 3 }, encoding },
    { transform: [shown], mark: { ...text, fill: "var(--ink)" }, encoding },
  ] as Layers;
}

/** Pixels of `4,000 ms` and the gap beside it. */
const longestTick = 62;

const titles = { "cost.total": "Cost", gpuHours: "GPU time", replicaHours: "Replica time" } as const;

/** Of the objective, where it is about the latency drawn. */
function limitOf({ recommendation }: Result): number | undefined {
  return recommendation?.subjectTo.find(({ measure }) => measure === latency)?.below;
}
