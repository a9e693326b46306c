import type { Estimate, Result } from "../../sim/result.ts";
import { measureValue } from "../measure-value.ts";
import { possibleInterval } from "../possible-interval.ts";
import { html, type Markup } from "./markup.ts";
import { policyName } from "./policy-name.ts";

/** All that was measured, with definitions, by family; folded away until somebody asks. */
export function measureTable(result: Result): Markup | undefined {
  const { measures = {}, policies } = result;
  const known = Object.entries(measures).filter(([name]) =>
    policies.some(({ summary }) => summary[name] !== undefined),
  );
  if (known.length === 0) return undefined;
  const families = [...new Set(known.map(([, { family }]) => family))];
  return html`<section class="measures wide" aria-labelledby="measures-heading">
<h2 id="measures-heading">All measures</h2>
<details data-print><summary>${known.length} measures with their definitions</summary>
<div class="scroll" tabindex="0" role="region" aria-labelledby="measures-heading">
<table>
<thead><tr><th scope="col" class="sticky">Measure</th>${policies.map(
    ({ label }, index) => html`<th scope="col" class="number">${policyName(label, index)}</th>`,
  )}</tr></thead>
${families.map(
  (family) => html`<tbody>
<tr class="group"><th scope="rowgroup" class="sticky">${family}</th><td colspan="${policies.length}"></td></tr>
${known
  .filter(([, told]) => told.family === family)
  .map(
    ([name, { words, better, definition, unit }]) =>
      html`<tr><th scope="row" class="sticky">${words}<span class="definition">${definition}${better === undefined ? "" : `; ${better} is better`}</span></th>${policies.map(
        ({ summary, differences }) =>
          cell(name, summary[name], unit, differences?.[name]?.verdict === "not distinguishable"),
      )}</tr>
`,
  )}</tbody>
`,
)}</table>
</div>
</details>
</section>
`;
}

function cell(name: string, estimate: Estimate | undefined, unit: string, unclear: boolean): Markup {
  if (estimate === undefined) return html`<td class="number" title="unknown">–</td>`;
  const { mean, low, high } = estimate;
  const ends = low === high ? undefined : possibleInterval(estimate, unit, name);
  const interval =
    ends && html`<span class="interval">${ends.map((end) => measureValue(end, unit)).join(" to ")}</span>`;
  return html`<td class="number${unclear ? " unclear" : ""}"><b>${measureValue(mean, unit)}</b>${interval}</td>`;
}
