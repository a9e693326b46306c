import type { Result } from "../../sim/result.ts";
import type { Charts } from "../charts/index.ts";
import type { Layout } from "../charts/layout.ts";
import { figure } from "./figure.ts";
import { firstShown } from "./first-shown.ts";
import { html, type Markup } from "./markup.ts";
import { chooser, timeSections } from "./time-sections.ts";

/** What is drawn: the policies beside each other, and the selected one over time, with its decisions. */
export function chartSections(result: Result, charts: Charts, layout: Layout, marks: string): Markup {
  const first = firstShown(result);
  const seed = drawnFrom(result);
  return html`<noscript><p class="note">The charts need JavaScript; the tables do not.</p></noscript>
${chooser(result, first)}
${
  charts.latency.length + charts.compared.length === 0
    ? undefined
    : html`<section class="js-only" aria-labelledby="compared-heading">
<h2 id="compared-heading">Compared</h2>
<p class="note">${seed} The selected policy has the thicker line; lines that coincide share it in dashes.</p>
<div class="grid">${[...charts.latency, ...charts.compared].map(figure)}</div>
</section>
`
}${timeSections(result, charts, layout, first, `${seed} Time since the start, h:mm.`, marks)}`;
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
