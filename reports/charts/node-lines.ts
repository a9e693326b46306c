import type { Chart } from "./chart.ts";
import type { Layout } from "./layout.ts";
import { panel } from "./panel.ts";

const dashes = [
  { shape: "line", strokeDash: [1, 0] },
  { shape: "dashed", strokeDash: [6, 3] },
  { shape: "dotted", strokeDash: [1, 3] },
  { shape: "dash-dot", strokeDash: [8, 3, 1, 3] },
] as const;

interface Options {
  readonly id: string;
  readonly title: string;
  readonly note?: string;
  readonly unit: string;
  /** Of each node's series. */
  readonly column: string;
  /** Where the axis ends. */
  readonly capacity: number;
}

/** A line a node, in the policy's color, told apart by dashes; more nodes than there are dashes become their mean and range. */
export function nodeLines(layout: Layout, options: Options): Chart | undefined {
  const nodes = layout.nodes.flatMap(({ name }) => {
    const field = layout.field(`node/${name}/${options.column}`);
    return field === undefined ? [] : [{ name, field }];
  });
  if (nodes.length === 0) return undefined;
  const { id, title, note, unit } = options;
  const many = nodes.length > dashes.length;
  return {
    id,
    title,
    unit,
    ...(note === undefined ? {} : { note }),
    legend: many
      ? [
          { label: `mean of ${nodes.length} nodes`, color: "var(--accent)", shape: "line" },
          { label: "least to most", color: "color-mix(in srgb, var(--accent) 25%, transparent)", shape: "area" },
        ]
      : nodes.map(({ name }, index) => ({
          label: name,
          color: "var(--accent)",
          shape: dashes[index]?.shape ?? "line",
        })),
    cursor: { kind: "time", values: nodes.map(({ name, field }) => ({ field, label: name, unit })) },
    spec: many ? range(layout, nodes, options) : lines(layout, nodes, options),
  };
}

type Nodes = readonly { readonly field: string }[];

function lines(layout: Layout, nodes: Nodes, { capacity }: Options): Chart["spec"] {
  return panel(layout, {
    data: "bins",
    height: 110,
    layer: nodes.map(({ field }, index) => ({
      mark: { ...line, strokeDash: [...(dashes[index]?.strokeDash ?? [1, 0])] },
      encoding: { y: { field, ...upTo(capacity) } },
    })),
  });
}

/** Nothing is drawn where one of the nodes is not known. */
function range(layout: Layout, nodes: Nodes, { capacity }: Options): Chart["spec"] {
  const values = nodes.map(({ field }) => `datum.${field}`);
  const known = values.map((value) => `isValid(${value})`).join(" && ");
  const derived = (formula: string, as: string) => ({ calculate: `${known} ? ${formula} : null`, as });
  return {
    ...panel(layout, {
      data: "bins",
      height: 110,
      layer: [
        {
          mark: { type: "area", interpolate: "step-after", clip: true, color: "var(--accent)", fillOpacity: 0.25 },
          encoding: { y: { field: "least", ...upTo(capacity) }, y2: { field: "most" } },
        },
        { mark: line, encoding: { y: { field: "mean", ...upTo(capacity) } } },
      ],
    }),
    transform: [
      derived(`min(${values.join(",")})`, "least"),
      derived(`max(${values.join(",")})`, "most"),
      derived(`(${values.join("+")}) / ${nodes.length}`, "mean"),
    ],
  };
}

const line = {
  type: "line",
  interpolate: "step-after",
  color: "var(--accent)",
  clip: true,
  strokeWidth: 1.3,
} as const;

function upTo(capacity: number) {
  return {
    type: "quantitative" as const,
    scale: { domain: [0, capacity], nice: false },
    axis: {
      values: [0, 0.25, 0.5, 0.75, 1].map((share) => share * capacity),
      tickCount: 5,
      format: capacity < 1000 ? ",.3~r" : ",.4~r",
    },
  };
}
