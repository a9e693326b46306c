import type { Result } from "../sim/result.ts";
import type { Chart } from "./charts/chart.ts";
import { compiler, vegaBuild } from "./charts/compile.ts";
import { costTable } from "./charts/cost.ts";
import { decisionTable } from "./charts/decisions.ts";
import { faultTable } from "./charts/faults.ts";
import { memoryTable } from "./charts/gpu-memory-map.ts";
import { type Charts, chartsOf } from "./charts/index.ts";
import { latencyTable } from "./charts/latency.ts";
import { type Layout, layoutOf, seriesTable } from "./charts/layout.ts";
import { policyColor } from "./charts/policy-scale.ts";
import { client } from "./page/client.ts";
import { decisionTables } from "./page/decisions.ts";
import { expectationList } from "./page/expectations.ts";
import { faultTables } from "./page/faults.ts";
import { figure } from "./page/figure.ts";
import { footer } from "./page/footer.ts";
import { hintList } from "./page/hints.ts";
import { html, json, type Markup, raw, script } from "./page/markup.ts";
import { masthead } from "./page/masthead.ts";
import { parameters } from "./page/parameters.ts";
import { policyName } from "./page/policy-name.ts";
import { style } from "./page/style.ts";
import { summaryTable } from "./page/summary-table.ts";
import { warningList } from "./page/warnings.ts";
import { workload } from "./page/workload.ts";

export interface ReportOptions {
  /** Journal files beside the page, by policy label. */
  readonly journals?: Readonly<Record<string, string>>;
  /** What the user typed; missing: a command for a scenario file of the scenario's name. */
  readonly command?: string;
}

/** The report: one HTML page with everything in it, that opens from a file without a network. */
export async function renderReport(result: Result, options: ReportOptions = {}): Promise<string> {
  const layout = layoutOf(result);
  const charts = chartsOf(result, layout);
  const [compile, vega] = await Promise.all([compiler(), vegaBuild()]);
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="${`${result.generator.name} ${result.generator.version}`}">
<title>${result.name} – disfun-sim report</title>
<link rel="icon" href="data:,">
<style>${raw(style)}</style>
<script>document.documentElement.classList.add("js")</script>
</head>
<body>
<div class="page">
${masthead(result)}
<main>
${summaryTable(result)}
${warningList(result.warnings)}
${expectationList(result)}
${hintList(result)}
${workload(result)}
${chartSections(result, charts, layout)}
${parameters(result)}
<section aria-labelledby="scenario-heading">
<h2 id="scenario-heading">Scenario</h2>
<details><summary>As resolved: defaults filled in, seconds, bytes and dollars</summary><pre tabindex="0">${JSON.stringify(result.scenario, null, 2)}</pre></details>
</section>
</main>
${footer(result, options.command ?? `npx disfun-sim run scenarios/${result.name}.yaml`, options.journals ?? {})}
</div>
<script type="application/json" id="data">${json(pageData(result, layout, charts, compile))}</script>
<script>${script(vega)}</script>
<script>${script(client)}</script>
</body>
</html>
`.markup;
}

function chartSections(result: Result, charts: Charts, layout: Layout): Markup {
  const shown = result.policies[0]?.detail.seed ?? result.seeds[0] ?? "";
  const seed =
    result.seeds.length < 2
      ? `Drawn from the run of seed ${shown}.`
      : `Drawn from the run of seed ${shown}, whose results are nearest to the means.`;
  return html`<noscript><p class="note">The charts need JavaScript; the tables do not.</p></noscript>
<div class="chooser js-only"><fieldset><legend>Policy</legend>${result.policies.map(
    ({ label }, index) =>
      html`<label><input type="radio" name="policy" value="${index}"${index === 0 ? raw(" checked") : undefined}>${policyName(label, index)}</label>`,
  )}</fieldset></div>
<section class="js-only" aria-labelledby="compared-heading">
<h2 id="compared-heading">Compared</h2>
<p class="note">${seed} The selected policy has the thicker line; lines that coincide share it in dashes.</p>
<div class="grid">${[...charts.latency, ...charts.compared, ...charts.cost].map(figure)}</div>
</section>
<section class="js-only" aria-labelledby="time-heading">
<h2 id="time-heading">Over time: <span data-selected-label>${result.policies[0]?.label ?? ""}</span></h2>
<p class="note">${seed} Time since the start, h:mm.${layout.faults ? " Red lines and bands are faults, listed below." : undefined}</p>
<div class="stack">${charts.overTime.map(figure)}</div>
</section>
<section aria-label="${layout.faults ? "Faults and decisions" : "Decisions"}">
${faultTables(result)}${decisionTables(result)}
</section>
`;
}

/** What the script in the page reads. */
function pageData(result: Result, layout: Layout, charts: Charts, compile: (spec: Chart["spec"]) => unknown): unknown {
  const all = Object.values<readonly Chart[]>({ ...charts }).flat();
  return {
    start: result.start,
    policies: result.policies.map((policy, index) => ({
      label: policy.label,
      color: policyColor(index),
      bins: seriesTable(policy, layout),
      heat: memoryTable(policy, layout),
      decisions: decisionTable(policy),
      faults: faultTable(policy),
    })),
    latency: latencyTable(result),
    cost: costTable(result),
    charts: Object.fromEntries(
      all.map(({ id, spec, cursor }) => [
        id,
        {
          data: dataName(spec),
          cursor,
          selects: "params" in spec,
          faults: JSON.stringify(spec).includes('{"name":"faults"}'),
          spec: compile(spec),
        },
      ]),
    ),
  };
}

function dataName(spec: Chart["spec"]): string {
  return spec.data !== undefined && spec.data !== null && "name" in spec.data ? String(spec.data.name) : "";
}
