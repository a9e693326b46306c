import type { Spec } from "vega";
import type { PolicyResult, Result } from "../sim/result.ts";
import { alertTable } from "./charts/alerts.ts";
import type { Chart, LegendEntry } from "./charts/chart.ts";
import { compiler } from "./charts/compile.ts";
import { costTable } from "./charts/cost.ts";
import { decisionMarks } from "./charts/decisions.ts";
import { faultTable } from "./charts/faults.ts";
import { memoryTable } from "./charts/gpu-memory-map.ts";
import { chartsOf } from "./charts/index.ts";
import { laneTable } from "./charts/lanes.ts";
import { latencyTable } from "./charts/latency.ts";
import { type Layout, layoutOf, seriesTable } from "./charts/layout.ts";
import { policyColor } from "./charts/policy-scale.ts";
import type { Table } from "./charts/table.ts";
import { tradeoffTable } from "./charts/tradeoff-points.ts";
import { isFixed } from "./hints.ts";
import { lightColors } from "./page/colors.ts";
import { drawings } from "./page/figure.ts";
import { firstShown } from "./page/first-shown.ts";
import { html } from "./page/markup.ts";

const width = 960;
const margin = 24;
const mostStretches = 9000;

/** The charts of the page as one drawing, under each other: light, and those over time of the policy the page opens with. */
export async function chartsSvg(result: Result): Promise<string> {
  const layout = layoutOf(result);
  const index = firstShown(result);
  const tables = tablesOf(result, layout, index);
  const { tradeoff, latency, cost, compared, overTime, signals } = chartsOf(result, layout);
  const [compile, vega] = await Promise.all([compiler(), import("vega")]);
  const label = result.policies[index]?.label ?? "";
  const ofPolicies = result.policies.map((one, at) => ({
    label: one.label,
    color: policyColor(at),
    shape: "area" as const,
  }));
  // Vega numbers what it clips, from drawing to drawing.
  vega.resetSVGDefIds();
  measureText(vega);
  let y = margin + 18;
  const parts = [heading(result.name, y, 18)];
  const ofOne = [...overTime, ...signals];
  for (const chart of [...tradeoff, ...cost, ...latency, ...compared, ...ofOne]) {
    if (chart === ofOne[0]) {
      y += 48;
      parts.push(heading(`Over time: ${label}${whyShown(result, index)}`, y, 15));
    }
    const spec = compile({ ...chart.spec, width: width - 2 * margin } as Chart["spec"]) as Spec;
    const view = new vega.View(vega.parse(spec), { renderer: "none", logLevel: vega.Error });
    const used = new Set((spec.data ?? []).map(({ name }) => name));
    for (const [name, table] of Object.entries(tables)) if (used.has(name)) view.data(name, rowsOf(table));
    const selects = chart.spec.params?.some(({ name }) => name === "selected");
    if (selects) view.signal("selected", index);
    const drawing = await view.toSVG();
    const entries = chart.legend.length === 0 && selects ? ofPolicies : chart.legend;
    y += 38;
    const title = `${chart.title}${chart.unit === undefined ? "" : ` (${chart.unit})`}`;
    parts.push(heading(title, y, 13));
    const lines = linesOf(entries, title);
    parts.push(...lines.map((line, at) => legend(line, y + at * legendLine)));
    y += 8 + (lines.length - 1) * legendLine;
    parts.push(drawing.replace("<svg ", `<svg x="${margin}" y="${y}" `));
    y += Number(/ height="([\d.]+)"/.exec(drawing)?.[1] ?? 0);
  }
  const whole = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${width}" height="${y + margin}" viewBox="0 0 ${width} ${y + margin}" font-family="system-ui, sans-serif">
<rect width="100%" height="100%" fill="var(--paper)"/>
${parts.join("\n")}
</svg>
`;
  return colored(whole, policyColor(index));
}

/** By the names that charts know their data by. */
function tablesOf(result: Result, layout: Layout, index: number): Readonly<Record<string, Table>> {
  const policy = result.policies[index];
  return {
    latency: latencyTable(result),
    cost: costTable(result),
    tradeoff: tradeoffTable(result),
    all: joined(result.policies.map((one, p) => ({ ...seriesTable(one, layout), p: marked(one, layout, p) }))),
    ...(policy === undefined
      ? {}
      : {
          bins: seriesTable(policy, layout),
          heat: memoryTable(policy, layout),
          lanes: laneTable(policy, layout.end, mostStretches),
          decisions: decisionMarks(policy),
          faults: faultTable(policy),
          alerts: alertTable(policy, layout.end),
        }),
  };
}

function marked(policy: PolicyResult, layout: Layout, p: number): number[] {
  return (seriesTable(policy, layout).t ?? []).map(() => p);
}

function joined(tables: readonly Table[]): Table {
  const names = new Set(tables.flatMap((table) => Object.keys(table)));
  return Object.fromEntries(
    [...names].map((name) => [name, tables.flatMap((table) => table[name] ?? (table.t ?? []).map(() => null))]),
  );
}

function rowsOf(table: Table): Record<string, unknown>[] {
  const [first = []] = Object.values(table);
  return first.map((_, row) => Object.fromEntries(Object.entries(table).map(([name, column]) => [name, column[row]])));
}

/** Without a canvas Vega takes text for wider than it is, and would cut names that fit. Its types do not tell of this. */
function measureText(vega: object): void {
  const { textMetrics } = vega as {
    readonly textMetrics: { width: (item: { readonly fontSize?: number }, text: unknown) => number };
  };
  textMetrics.width = ({ fontSize = 11 }, text) => perCharacter * fontSize * String(text).length;
}

const perCharacter = 0.58;

function heading(text: string, y: number, size: number): string {
  return html`<text x="${margin}" y="${y}" font-size="${size}" font-weight="600" fill="var(--ink)">${text}</text>`
    .markup;
}

const legendLine = 16;

/** As many entries in a line as it has room for. Those that do not fit beside the title go below it, where the first line is empty. */
function linesOf(entries: readonly LegendEntry[], title: string): LegendEntry[][] {
  const lines: LegendEntry[][] = [[]];
  let room = width - 2 * margin - perCharacter * 13 * title.length - 24;
  if (entries.reduce((sum, entry) => sum + entryWidth(entry), 0) > room) room = 0;
  for (const entry of entries) {
    if (entryWidth(entry) > room) {
      lines.push([]);
      room = width - 2 * margin;
    }
    room -= entryWidth(entry);
    lines.at(-1)?.push(entry);
  }
  return lines;
}

/** At the right, from its end backwards. */
function legend(entries: readonly LegendEntry[], y: number): string {
  let x = width - margin;
  const drawn = entries.toReversed().map((entry) => {
    const { label, color, shape } = entry;
    x -= entryWidth(entry);
    const text = html`<text x="${x + 24}" y="${y}" font-size="11" fill="var(--muted)">${label}</text>`;
    return html`${text}<svg x="${x}" y="${y - 9}" width="18" height="10" color="${color}">${drawings[shape]}</svg>`
      .markup;
  });
  return drawn.join("");
}

/** With its drawing before it, and what sets it apart from the next. */
function entryWidth({ label }: LegendEntry): number {
  return 24 + perCharacter * 11 * label.length + 12;
}

/** Of the policy drawn over time, where there are others. */
function whyShown({ policies, recommendation }: Result, index: number): string {
  if (policies.length < 2) return "";
  if (policies[index]?.label === recommendation?.policy) return ", the policy recommended";
  return policies.some((policy) => !isFixed(policy)) ? ", the first policy that scales" : ", the first policy";
}

/** Programs that show drawings know no custom properties. */
function colored(drawing: string, accent: string): string {
  const color = (name: string): string => (name === "accent" ? resolved(accent) : (lightColors.get(name) ?? "none"));
  const resolved = (text: string): string => text.replace(/var\(--([\w-]+)\)/g, (_, name: string) => color(name));
  return resolved(drawing).replace(
    /color-mix\(in srgb, (#\w+) (\d+)%, transparent\)/g,
    (_, base: string, share: string) =>
      `${base}${Math.round(2.55 * Number(share))
        .toString(16)
        .padStart(2, "0")}`,
  );
}
