import type { Result } from "../../sim/result.ts";
import { type Cell, type Column, summaryColumns } from "../summary.ts";
import { html, type Markup } from "./markup.ts";
import { policyName } from "./policy-name.ts";

/** The answer first: a row a policy, a column a measure. */
export function summaryTable(result: Result): Markup {
  const columns = summaryColumns(result, { digit: "\u2007", point: "\u2008" });
  const runs = Math.max(0, ...result.policies.map((policy) => policy.runs.length));
  return html`<section class="summary" id="summary" aria-labelledby="summary-heading">
<h2 id="summary-heading">Summary</h2>
<p class="note">${runs < 2 ? "One run, so no intervals." : `Mean of ${runs} runs; below it the 95 % confidence interval.`} Percentiles are over all tasks that arrived: an unfinished one counts with the time it already had. Best mean of a column marked.</p>
<div class="scroll" tabindex="0" role="region" aria-labelledby="summary-heading">
<table>
<thead>
<tr class="families"><th class="sticky" aria-hidden="true"></th>${families(columns).map(
    ([name, span]) => html`<th colspan="${span}" scope="colgroup">${name}</th>`,
  )}</tr>
<tr><th class="sticky" scope="col">Policy</th>${columns.map(
    ({ measure, unit }, index) =>
      html`<th scope="col" class="number${begins(columns, index) ? " first" : ""}" title="${measure.meaning}">${measure.heading}${
        unit === "" ? undefined : html` <span class="unit">${unit}</span>`
      }</th>`,
  )}</tr>
</thead>
<tbody>
${result.policies.map(
  (policy, row) => html`<tr><th scope="row" class="sticky">${policyName(policy.label, row)}</th>${columns.map(
    (column, index) => cell(column, column.cells[row], begins(columns, index)),
  )}</tr>
`,
)}</tbody>
</table>
</div>
</section>
`;
}

function cell({ measure }: Column, found: Cell | undefined, first: boolean): Markup {
  const classes = `number${first ? " first" : ""}`;
  if (found?.estimate === undefined) return html`<td class="${classes}" title="unknown">–</td>`;
  const exact = `${found.estimate.mean}`;
  return html`<td class="${classes}${found.best ? " best" : ""}" data-measure="${measure.key}" data-value="${exact}"><b>${found.mean}</b>${
    found.best ? html`<span class="sr"> best</span>` : undefined
  }${found.interval === undefined ? undefined : html`<span class="interval">${found.interval}</span>`}</td>`;
}

function families(columns: readonly Column[]): [string, number][] {
  const found: [string, number][] = [];
  for (const { measure } of columns) {
    const last = found.at(-1);
    if (last?.[0] === measure.family) last[1]++;
    else found.push([measure.family, 1]);
  }
  return found;
}

function begins(columns: readonly Column[], index: number): boolean {
  return columns[index]?.measure.family !== columns[index - 1]?.measure.family;
}
