import type { Chart, LegendEntry } from "../charts/chart.ts";
import { html, type Markup, raw } from "./markup.ts";

/** A chart's place in the page: heading, unit, legend, and a plot that can be focused and walked with the arrow keys. */
export function figure(chart: Chart): Markup {
  return html`<figure>
<figcaption><h3>${chart.title}${chart.unit === undefined ? undefined : html` <span class="unit">(${chart.unit})</span>`}</h3>${
    chart.legend.length === 0 ? undefined : html`<ul class="legend">${chart.legend.map(entry)}</ul>`
  }${chart.note === undefined ? undefined : html`<p class="note">${chart.note}</p>`}</figcaption>
<div class="plot" role="group" tabindex="0" aria-label="${`Chart: ${chart.title}${chart.unit === undefined ? "" : `, ${chart.unit}`}. ${walks[chart.cursor.kind]}`}" data-chart="${chart.id}"></div>
</figure>
`;
}

const walks: Readonly<Record<Chart["cursor"]["kind"], string>> = {
  time: "Arrow keys read out values.",
  distribution: "Arrow keys read out values.",
  rows: "Arrow keys read out values: left and right go through time, up and down from row to row.",
  marks: "Arrow keys read out values, one mark after the other.",
};

function entry({ label, color, shape }: LegendEntry): Markup {
  return html`<li><svg viewBox="0 0 18 10" aria-hidden="true" style="color:${color}">${drawings[shape]}</svg>${label}</li>`;
}

/** How a line or an area looks in a legend. */
export const drawings: Readonly<Record<LegendEntry["shape"], Markup>> = {
  area: raw('<rect x="2" width="14" height="10" rx="2" fill="currentColor" stroke="var(--axis)"/>'),
  line: raw('<path d="M0 5H18" stroke="currentColor" stroke-width="2"/>'),
  dashed: raw('<path d="M0 5H18" stroke="currentColor" stroke-width="2" stroke-dasharray="5 3"/>'),
  dotted: raw(
    '<path d="M1 5H18" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-dasharray="0.1 3.5"/>',
  ),
  "dash-dot": raw('<path d="M0 5H18" stroke="currentColor" stroke-width="2" stroke-dasharray="7 2.5 1.5 2.5"/>'),
  up: raw('<path d="M4 9L9 1L14 9Z" fill="currentColor"/>'),
  down: raw('<path d="M4 1L9 9L14 1Z" fill="currentColor"/>'),
  left: raw('<path d="M5 5L12 1V9Z" fill="currentColor"/>'),
  ring: raw('<circle cx="9" cy="5" r="4" fill="none" stroke="currentColor" stroke-width="2"/>'),
  diamond: raw('<path d="M9 0L14 5L9 10L4 5Z" fill="currentColor"/>'),
  dot: raw('<circle cx="9" cy="5" r="2" fill="currentColor"/>'),
};
