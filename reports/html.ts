import type { Result } from "../sim/result.ts";
import { compiler } from "./charts/compile.ts";
import { chartsOf } from "./charts/index.ts";
import { layoutOf } from "./charts/layout.ts";
import { answerLine } from "./page/answer-line.ts";
import { chartSections } from "./page/chart-sections.ts";
import { type Compared, comparisonFooter } from "./page/comparison-footer.ts";
import { pageData } from "./page/data.ts";
import { differenceTable } from "./page/difference-table.ts";
import { htmlDocument } from "./page/document.ts";
import { expectationTable } from "./page/expectations.ts";
import { figure } from "./page/figure.ts";
import { footer } from "./page/footer.ts";
import { hintList } from "./page/hints.ts";
import { html } from "./page/markup.ts";
import { masthead } from "./page/masthead.ts";
import { measureTable } from "./page/measure-table.ts";
import { parameters } from "./page/parameters.ts";
import { refresh } from "./page/refresh.ts";
import { meansTable, queueTable, summaryTable } from "./page/summary-table.ts";
import { warningList } from "./page/warnings.ts";
import { workload } from "./page/workload.ts";
import { prettyJson } from "./pretty-json.ts";

export interface ReportOptions {
  /** Journal files beside the page, by policy label. */
  readonly journals?: Readonly<Record<string, string>>;
  /** The page loads itself again when `run --watch` has another result. */
  readonly watched?: boolean;
  /** The saved results whose policies are on the page, where it compares several. */
  readonly compared?: readonly Compared[];
  /** Marked in every chart over time, as faults are, and listed with them. The page shows what leads to them, and no measures. */
  readonly moments?: readonly { readonly time: number; readonly label: string }[];
}

/** The report: one HTML page with everything in it, that opens from a file without a network. */
export async function renderReport(given: Result, options: ReportOptions = {}): Promise<string> {
  const result = marked(given, options.moments ?? []);
  const layout = layoutOf(result);
  const all = chartsOf(result, layout);
  const isBrief = options.moments !== undefined;
  const charts = isBrief ? { ...all, tradeoff: [], cost: [], latency: [], compared: [] } : all;
  const compile = await compiler();
  const { generator, name, fingerprint } = result;
  return htmlDocument({
    title: `${name} – disfun-sim ${options.compared === undefined ? "report" : "comparison"}`,
    generator: `${generator.name} ${generator.version}`,
    body: html`${masthead(result, options.compared)}
<main>
${
  isBrief
    ? undefined
    : html`${answerLine(result)}
${warningList(result.warnings)}
${summaryTable(result)}
<div class="grid js-only money">${[...charts.tradeoff, ...charts.cost].map(figure)}</div>
${differenceTable(result)}
${expectationTable(result)}
${hintList(result)}
${queueTable(result)}
${meansTable(result)}
`
}${workload(result)}
${chartSections(result, charts, layout, isBrief ? "Marked moments" : "Faults")}
${isBrief ? undefined : measureTable(result)}
${parameters(result)}
<section aria-labelledby="scenario-heading">
<h2 id="scenario-heading">Scenario</h2>
<details data-print><summary>As resolved: defaults filled in, seconds, bytes and dollars</summary><pre tabindex="0">${prettyJson(result.scenario)}</pre></details>
</section>
</main>
${options.compared === undefined ? footer(result, options.journals ?? {}) : comparisonFooter(result, options.compared)}`,
    data: pageData(result, layout, charts, compile),
    more: options.watched === true ? refresh(fingerprint) : undefined,
  });
}

/** Moments are shown as faults are: they come at a time, and are called something. */
function marked(result: Result, moments: NonNullable<ReportOptions["moments"]>): Result {
  if (moments.length === 0) return result;
  const entries = moments.map(({ time, label }) => ({ time, kind: label, subject: "" }));
  const policies = result.policies.map(({ detail, ...policy }) => {
    const faults = [...(detail.faults ?? []), ...entries].sort((a, b) => a.time - b.time);
    return { ...policy, detail: { ...detail, faults } };
  });
  return { ...result, policies };
}
