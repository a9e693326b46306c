import type { Result } from "../../sim/result.ts";
import { besideThePolicies } from "../beside-the-policies.ts";
import { bestStatics } from "../best-statics.ts";
import { byQueue, queueMeasures } from "../by-queue.ts";
import { comparedWith } from "../compared-with.ts";
import { eligible } from "../eligible.ts";
import { howManyRuns } from "../how-many-runs.ts";
import { scenarioFacts } from "../scenario-facts.ts";
import { type Cell, type Column, columnsOf, nothingLost, summaryColumns } from "../summary.ts";
import { html, type Markup } from "./markup.ts";
import { policyName } from "./policy-name.ts";

/** A row a policy, a column a measure. */
export function summaryTable(result: Result): Markup {
  const columns = summaryColumns(result, "best static").filter(({ measure }) => !means.has(measure.family));
  return section("summary", "Summary", overall(result), columns, rowsOf(result, columns), reading(result));
}

/** What it took, beside the merits. */
export function meansTable(result: Result): Markup | undefined {
  const columns = summaryColumns(result, "best static").filter(({ measure }) => means.has(measure.family));
  if (columns.length === 0) return undefined;
  return section("means", "Hours and scaling", "What it took, all groups together.", columns, rowsOf(result, columns));
}

/** The policies, and beside them the best static sizes, which are not sorted among them. */
function rowsOf(result: Result, columns: readonly Column[]): Markup {
  const { policies } = result;
  const fixed = bestStatics(result);
  return html`<tbody>
${policies.map((policy, row) => rowOf(policyName(policy.label, row), columns, row))}</tbody>
${
  fixed.length === 0
    ? undefined
    : html`<tbody class="beside">
${fixed.map(({ label }, at) => rowOf(html`<span class="policy"><i class="swatch beside"></i>${label}</span>`, columns, policies.length + at))}</tbody>
`
}`;
}

/** No merits by themselves, and too many beside the others on a small screen. */
const means = new Set(["Hours", "Scaling"]);

/** The same for each queue, where there are several. */
export function queueTable(result: Result): Markup | undefined {
  const queues = byQueue(result);
  if (queues.length === 0) return undefined;
  const columns = columnsOf(
    queueMeasures,
    queues.flatMap(({ rows }) => rows),
  );
  const runs = mostRuns(result);
  const note = runs < 2 ? "One run." : `Means of ${runs} runs, each with the least and the most of them.`;
  const bodies = queues.map(
    ({ queue, rows }, at) => html`<tbody>
<tr class="group"><th scope="rowgroup" class="sticky">${queue}</th><td colspan="${columns.length}"></td></tr>
${result.policies.map((policy, row) => rowOf(policyName(policy.label, row), columns, at * rows.length + row))}</tbody>
`,
  );
  return section("by-queue", "By queue", note, columns, bodies);
}

function section(
  name: string,
  heading: string,
  note: string,
  columns: readonly Column[],
  bodies: Markup | readonly Markup[],
  below?: Markup,
): Markup {
  return html`<section class="${name}" id="${name}" aria-labelledby="${name}-heading">
<h2 id="${name}-heading">${heading}</h2>
<p class="note">${note}</p>
<div class="scroll" tabindex="0" role="region" aria-labelledby="${name}-heading">
<table>
${heads(columns, !Array.isArray(bodies))}
${bodies}</table>
</div>
${below}</section>
`;
}

/** `sorts`: the rows can be put into the order of a column. */
function heads(columns: readonly Column[], sorts: boolean): Markup {
  return html`<thead>
<tr class="families"><td class="sticky"></td>${families(columns).map(
    ({ name, unit, span }) =>
      html`<th colspan="${span}" scope="colgroup" class="first">${name}${inBrackets(unit)}</th>`,
  )}</tr>
<tr><th class="sticky" scope="col">${sorts ? html`<button type="button" class="sort">Policy</button>` : "Policy"}</th>${columns.map(
    ({ measure, unit }, index) =>
      html`<th scope="col" class="number${begins(columns, index)}"><button type="button" class="${sorts ? "sort" : "about"}" data-definition="${measure.meaning}">${measure.heading}${
        familyUnit(columns, measure.family) === unit ? undefined : inBrackets(unit)
      }</button></th>`,
  )}</tr>
</thead>`;
}

function rowOf(name: Markup, columns: readonly Column[], row: number): Markup {
  return html`<tr><th scope="row" class="sticky">${name}</th>${columns.map((column, index) =>
    cell(column, column.cells[row], begins(columns, index)),
  )}</tr>
`;
}

/** What the numbers are of. */
function overall(result: Result): string {
  const runs = mostRuns(result);
  const queues = new Set(result.policies.flatMap((policy) => policy.runs.flatMap((run) => Object.keys(run.queues))));
  return [
    ...(queues.size < 2 ? [] : ["All queues together."]),
    runs < 2 ? "One run, so no intervals." : `Means of ${runs} runs, each with its 95 % confidence interval.`,
  ].join(" ");
}

/** What has to be known of these runs, and how the table is read, folded away. */
function reading(result: Result): Markup {
  const { unpriced } = scenarioFacts(result);
  const lines = [
    ...howManyRuns(result),
    ...besideThePolicies(result),
    ...(unpriced === undefined ? [] : [`Cost: ${unpriced}.`]),
  ];
  return html`${lines.length === 0 ? undefined : html`<ul class="notes">${lines.map((line) => html`<li>${line}</li>`)}</ul>`}
<details class="notes" data-print><summary>How to read the table</summary>
<ul>${explanations(result).map((line) => html`<li>${line}</li>`)}</ul></details>
`;
}

function explanations(result: Result): string[] {
  const runs = mostRuns(result);
  const several = result.policies.length > 1;
  return [
    ...(!several
      ? []
      : [
          runs < 2
            ? "Green: the best of its column."
            : "Green: the best of its column, where its interval overlaps no other.",
        ]),
    ...(!several || eligible(result).size === result.policies.length
      ? []
      : ["A policy that misses the objective, or leaves work undone that others get done, is best at nothing."]),
    ...(result.policies.every(({ differences }) => differences === undefined)
      ? []
      : [
          `Gray: ${runs} runs on the same work do not tell it from ${comparedWith(result)} (paired t test at 5 %, after Holm).`,
        ]),
    "Percentiles are over all tasks that arrived; an unfinished one counts with the time it already had.",
    ...(nothingLost(result) ? ["No task was lost."] : []),
  ];
}

function mostRuns({ policies }: Result): number {
  return Math.max(0, ...policies.map(({ runs }) => runs.length));
}

function cell({ measure }: Column, found: Cell | undefined, first: string): Markup {
  if (found?.estimate === undefined) return html`<td class="number${first}" title="unknown">–</td>`;
  const { mean, unit, best, unclear, interval, estimate } = found;
  const ofUnit = unit === undefined ? undefined : html` <span class="of">${unit}</span>`;
  return html`<td class="number${first}${best ? " best" : unclear ? " unclear" : ""}" data-measure="${measure.key}" data-mean="${String(estimate.mean)}"><b>${mean}${ofUnit}</b>${
    best
      ? html`<span class="sr"> best</span>`
      : unclear
        ? html`<span class="sr"> not to be told from the baseline</span>`
        : undefined
  }${interval === undefined ? undefined : html`<span class="interval">${interval}${unit === undefined ? undefined : html` <span class="of"></span>`}</span>`}</td>`;
}

function families(columns: readonly Column[]): { name: string; unit: string; span: number }[] {
  const names = [...new Set(columns.map(({ measure }) => measure.family))];
  return names.map((name) => ({
    name,
    unit: familyUnit(columns, name),
    span: columns.filter(({ measure }) => measure.family === name).length,
  }));
}

/** The unit all columns of a family share, or nothing. */
function familyUnit(columns: readonly Column[], family: string): string {
  const units = new Set(columns.filter(({ measure }) => measure.family === family).map(({ unit }) => unit));
  return units.size === 1 ? ([...units][0] ?? "") : "";
}

function inBrackets(unit: string): Markup | undefined {
  return unit === "" ? undefined : html` <span class="unit">(${unit})</span>`;
}

/** The class of a column that begins a family. */
function begins(columns: readonly Column[], index: number): string {
  return columns[index]?.measure.family === columns[index - 1]?.measure.family ? "" : " first";
}
