import type { Spec } from "vega";
import type { Chart, LegendEntry } from "./charts/chart.ts";
import { compiler } from "./charts/compile.ts";
import { policyColor } from "./charts/policy-scale.ts";
import type { Table } from "./charts/table.ts";
import { lightColors } from "./page/colors.ts";
import { drawings } from "./page/figure.ts";
import { html } from "./page/markup.ts";

/** Charts under each other, with a heading where they are of one policy. */
export interface Part {
  readonly heading?: string;
  readonly note?: string | undefined;
  readonly charts: readonly Chart[];
  /** By the names that charts know their data by. */
  readonly tables: Readonly<Record<string, Table>>;
  /** Place of the policy that stands out. */
  readonly selected: number;
}

const width = 960;
const margin = 24;

/** Charts as one drawing, in light colors. `labels`: of the policies, for charts that show several. */
export async function drawing(title: string, parts: readonly Part[], labels: readonly string[]): Promise<string> {
  const [compile, vega] = await Promise.all([compiler(), import("vega")]);
  const ofPolicies = labels.map((label, at) => ({ label, color: policyColor(at), shape: "area" as const }));
  // Vega numbers what it clips, from drawing to drawing.
  vega.resetSVGDefIds();
  measureText(vega);
  let y = margin + 18;
  const drawn = [colored(heading(title, y, 18), "")];
  for (const { heading: words, note, charts, tables, selected } of parts) {
    const own: string[] = [];
    if (words !== undefined && charts.length > 0) {
      y += 48;
      own.push(heading(words, y, 15));
      if (note !== undefined) {
        y += 20;
        own.push(html`<text x="${margin}" y="${y}" font-size="11" fill="var(--muted)">${note}</text>`.markup);
      }
    }
    for (const chart of charts) {
      const spec = compile({ ...chart.spec, width: width - 2 * margin } as Chart["spec"]) as Spec;
      const view = new vega.View(vega.parse(spec), { renderer: "none", logLevel: vega.Error });
      const used = new Set((spec.data ?? []).map(({ name }) => name));
      for (const [name, table] of Object.entries(tables)) if (used.has(name)) view.data(name, rowsOf(table));
      const selects = chart.spec.params?.some(({ name }) => name === "selected");
      if (selects) view.signal("selected", selected);
      const svg = await view.toSVG();
      const entries = chart.legend.length === 0 && selects ? ofPolicies : chart.legend;
      y += 38;
      const name = `${chart.title}${chart.unit === undefined ? "" : ` (${chart.unit})`}`;
      own.push(heading(name, y, 13));
      const lines = linesOf(entries, name);
      own.push(...lines.map((line, at) => legend(line, y + at * legendLine)));
      y += 8 + (lines.length - 1) * legendLine;
      own.push(svg.replace("<svg ", `<svg x="${margin}" y="${y}" `));
      y += Number(/ height="([\d.]+)"/.exec(svg)?.[1] ?? 0);
    }
    drawn.push(colored(own.join("\n"), policyColor(selected)));
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${width}" height="${y + margin}" viewBox="0 0 ${width} ${y + margin}" font-family="system-ui, sans-serif">
<rect width="100%" height="100%" fill="${lightColors.get("paper")}"/>
${drawn.join("\n")}
</svg>
`;
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
