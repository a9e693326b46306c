import type { Result } from "../sim/result.ts";
import { alertTable } from "./charts/alerts.ts";
import { costTable } from "./charts/cost.ts";
import { decisionMarks } from "./charts/decisions.ts";
import type { Drawable } from "./charts/drawable.ts";
import { faultTable } from "./charts/faults.ts";
import { memoryTable } from "./charts/gpu-memory-map.ts";
import { chartsOf, chartsOverTime } from "./charts/index.ts";
import { laneTable } from "./charts/lanes.ts";
import { latencyTable } from "./charts/latency.ts";
import { type Layout, layoutOf, seriesTable } from "./charts/layout.ts";
import type { Table } from "./charts/table.ts";
import { tradeoffTable } from "./charts/tradeoff-points.ts";
import { drawing } from "./drawing.ts";
import { isFixed } from "./hints.ts";
import type { JournalReport } from "./journal-page.ts";
import { firstShown } from "./page/first-shown.ts";

const mostStretches = 9000;

/** The charts of the page as one drawing, under each other: light, and those over time of the policy the page opens with. */
export async function chartsSvg(result: Result): Promise<string> {
  const layout = layoutOf(result);
  const selected = firstShown(result);
  const policy = result.policies[selected];
  const tables = { ...tablesTogether(result, layout), ...(policy && tablesOver(policy, layout)) };
  const { tradeoff, latency, cost, compared, overTime, signals } = chartsOf(result, layout);
  const parts = [
    { charts: [...tradeoff, ...cost, ...latency, ...compared], tables, selected },
    {
      heading: `Over time: ${policy?.label ?? ""}${whyShown(result, selected)}`,
      note: layout.faults ? "Red lines and bands are faults." : undefined,
      charts: [...overTime, ...signals],
      tables,
      selected,
    },
  ];
  return drawing(
    result.name,
    parts,
    result.policies.map(({ label }) => label),
  );
}

/** The charts over time of all policies of a journal, one policy after the other. */
export async function journalSvg(report: JournalReport): Promise<string> {
  const layout = layoutOf(report);
  const { overTime, signals } = chartsOverTime(layout);
  const parts = report.policies.map((policy, selected) => ({
    heading: `Over time: ${policy.label}`,
    note: layout.held ? "Violet lines and bands: something else was asked for than the policy decided." : undefined,
    charts: [...overTime, ...signals],
    tables: tablesOver(policy, layout),
    selected,
  }));
  return drawing(
    report.source,
    parts,
    report.policies.map(({ label }) => label),
  );
}

/** Of all policies together. */
function tablesTogether(result: Result, layout: Layout): Readonly<Record<string, Table>> {
  return {
    latency: latencyTable(result),
    cost: costTable(result),
    tradeoff: tradeoffTable(result),
    all: joined(result.policies.map((one, p) => ({ ...seriesTable(one, layout), p: marked(one, layout, p) }))),
  };
}

/** Of one over time. */
function tablesOver(policy: Drawable, layout: Layout): Readonly<Record<string, Table>> {
  return {
    bins: seriesTable(policy, layout),
    heat: memoryTable(policy, layout),
    lanes: laneTable(policy, layout.end, mostStretches),
    decisions: decisionMarks(policy),
    faults: faultTable(policy, layout.end),
    alerts: alertTable(policy, layout.end),
  };
}

function marked(policy: Drawable, layout: Layout, p: number): number[] {
  return (seriesTable(policy, layout).t ?? []).map(() => p);
}

function joined(tables: readonly Table[]): Table {
  const names = new Set(tables.flatMap((table) => Object.keys(table)));
  return Object.fromEntries(
    [...names].map((name) => [name, tables.flatMap((table) => table[name] ?? (table.t ?? []).map(() => null))]),
  );
}

/** Of the policy drawn over time, where there are others. */
function whyShown({ policies, recommendation }: Result, index: number): string {
  if (policies.length < 2) return "";
  if (policies[index]?.label === recommendation?.policy) return ", the policy recommended";
  return policies.some((policy) => !isFixed(policy)) ? ", the first policy that scales" : ", the first policy";
}
