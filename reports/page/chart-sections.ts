import type { Result } from "../../sim/result.ts";
import type { Charts } from "../charts/index.ts";
import type { Layout } from "../charts/layout.ts";
import { decisionTables } from "./decisions.ts";
import { faultTables } from "./faults.ts";
import { figure } from "./figure.ts";
import { firstShown } from "./first-shown.ts";
import { html, type Markup, raw } from "./markup.ts";
import { policyName } from "./policy-name.ts";
import { reasonTimes } from "./reason-times.ts";

/** What is drawn: the policies beside each other, and the selected one over time, with its decisions. */
export function chartSections(result: Result, charts: Charts, layout: Layout, marks: string): Markup {
  const first = firstShown(result);
  const seed = drawnFrom(result);
  return html`<noscript><p class="note">The charts need JavaScript; the tables do not.</p></noscript>
<div class="chooser js-only"><fieldset><legend>Policy</legend>${result.policies.map(
    ({ label }, index) =>
      html`<label><input type="radio" name="policy" value="${index}"${index === first ? raw(" checked") : undefined}>${policyName(label, index)}</label>`,
  )}</fieldset></div>
${
  charts.latency.length + charts.compared.length === 0
    ? undefined
    : html`<section class="js-only" aria-labelledby="compared-heading">
<h2 id="compared-heading">Compared</h2>
<p class="note">${seed} The selected policy has the thicker line; lines that coincide share it in dashes.</p>
<div class="grid">${[...charts.latency, ...charts.compared].map(figure)}</div>
</section>
`
}<section class="js-only" aria-labelledby="time-heading">
<h2 id="time-heading">Over time: <span data-selected-label>${result.policies[first]?.label ?? ""}</span></h2>
<p class="note">${seed} Time since the start, h:mm. Drag over a chart to see that stretch of time in all of them; a double click shows all again.${
    layout.faults ? ` Red lines and bands are ${marks.toLowerCase()}, listed below.` : undefined
  }</p>
${charts.overview.map(
  (chart) => html`<div class="timebar">
<div class="zoom" role="group" aria-label="Time shown"><span>Shown: <output data-shown></output></span><span class="buttons">${buttons.map(
    ({ act, label, text }) =>
      html`<button type="button" data-zoom="${act}" aria-label="${label}" title="${label}">${text}</button>`,
  )}</span></div>
<div class="plot overview" data-chart="${chart.id}"></div>
</div>
`,
)}<div class="stack">${charts.overTime.map(figure)}</div>
${
  charts.signals.length === 0
    ? undefined
    : html`<h3 class="signals">Signals</h3>
<p class="note">Gauges as the policy was given them, at its checks.</p>
<div class="grid">${charts.signals.map(figure)}</div>
`
}</section>
<section aria-label="${layout.faults ? `${marks} and decisions` : "Decisions"}">
${faultTables(result, marks)}${reasonTimes(result)}${decisionTables(result)}
</section>
<aside class="why" id="why" role="dialog" aria-labelledby="why-title" tabindex="-1" hidden>
<header><h2 class="why-title" id="why-title"></h2><span class="buttons"><button type="button" data-step="earlier" aria-label="The decision before">‹</button><button type="button" data-step="later" aria-label="The next decision">›</button><button type="button" data-close aria-label="Close">×</button></span></header>
<p class="note why-moment"></p>
<div class="why-body"></div>
</aside>
`;
}

/** Results that are compared may each have kept another run. */
function drawnFrom({ policies, seeds }: Result): string {
  const shown = [...new Set(policies.map(({ detail }) => detail.seed))];
  const usual = seeds.length < 2 ? "" : ", whose results are nearest to the means";
  if (shown.length < 2) return `Drawn from the run of seed ${shown[0] ?? seeds[0] ?? ""}${usual}.`;
  const told = shown.map((seed) => {
    const labels = policies.flatMap(({ label, detail }) => (detail.seed === seed ? label : []));
    return `seed ${seed} (${labels.join(", ")})`;
  });
  return `Drawn from the runs of ${told.join(" and ")}: not of the same work, so that lines of different seeds are not to be compared.`;
}

const buttons = [
  { act: "in", label: "Zoom in", text: "+" },
  { act: "out", label: "Zoom out", text: "−" },
  { act: "earlier", label: "Earlier", text: "‹" },
  { act: "later", label: "Later", text: "›" },
  { act: "all", label: "Show all of the run", text: "all" },
] as const;
