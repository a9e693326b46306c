import type { Drawables } from "../charts/drawable.ts";
import type { Charts } from "../charts/index.ts";
import type { Layout } from "../charts/layout.ts";
import { decisionTables } from "./decisions.ts";
import { faultTables } from "./faults.ts";
import { figure } from "./figure.ts";
import { heldTables } from "./held.ts";
import { html, type Markup, raw } from "./markup.ts";
import { policyName } from "./policy-name.ts";
import { reasonTimes } from "./reason-times.ts";

/** Which policy is shown over time. */
export function chooser(set: Drawables, first: number): Markup {
  return html`<div class="chooser js-only${set.policies.length < 2 ? " alone" : ""}"><fieldset><legend>Policy</legend>${set.policies.map(
    ({ label }, index) =>
      html`<label><input type="radio" name="policy" value="${index}"${index === first ? raw(" checked") : undefined}>${policyName(label, index)}</label>`,
  )}</fieldset></div>`;
}

/** The selected policy over time, with its decisions and why they were made; `note` says what time it is, `marks` what the faults are called. */
export function timeSections(
  set: Drawables,
  charts: Pick<Charts, "overview" | "overTime" | "signals">,
  layout: Layout,
  first: number,
  note: string,
  marks = "Faults",
): Markup {
  return html`<section class="js-only" aria-labelledby="time-heading">
<h2 id="time-heading">Over time: <span data-selected-label>${set.policies[first]?.label ?? ""}</span></h2>
<p class="note">${note} Drag over a chart to see that stretch of time in all of them; a double click shows all again.${
    layout.faults ? ` Red lines and bands are ${marks.toLowerCase()}, listed below.` : undefined
  }${
    layout.held
      ? " Violet lines and bands: something else was asked for than the policy decided, as listed below."
      : undefined
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
${faultTables(set, marks)}${heldTables(set)}${reasonTimes(set)}${decisionTables(set)}
</section>
<aside class="why" id="why" role="dialog" aria-labelledby="why-title" tabindex="-1" hidden>
<header><h2 class="why-title" id="why-title"></h2><span class="buttons"><button type="button" data-step="earlier" aria-label="The decision before">‹</button><button type="button" data-step="later" aria-label="The next decision">›</button><button type="button" data-close aria-label="Close">×</button></span></header>
<p class="note why-moment"></p>
<div class="why-body"></div>
</aside>
`;
}

const buttons = [
  { act: "in", label: "Zoom in", text: "+" },
  { act: "out", label: "Zoom out", text: "−" },
  { act: "earlier", label: "Earlier", text: "‹" },
  { act: "later", label: "Later", text: "›" },
  { act: "all", label: "Show all of the run", text: "all" },
] as const;
