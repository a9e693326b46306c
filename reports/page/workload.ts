import type { Result, SourceReport } from "../../sim/result.ts";
import { formatNumber, formatPercent } from "../format.ts";
import { html, type Markup } from "./markup.ts";

/** Where the work came from, and which rows of a trace were used. */
export function workload({ workload: sources }: Result): Markup | undefined {
  if (sources.length === 0) return undefined;
  const traces = sources.some((source) => source.rows !== undefined);
  return html`<section aria-labelledby="workload-heading">
<h2 id="workload-heading">Workload</h2>
<p class="note">${traces ? "Rows of a trace that could not be used are counted by reason." : "Generated, not replayed."}</p>
<div class="scroll" tabindex="0" role="region" aria-labelledby="workload-heading">
<table>
<thead><tr><th scope="col">Source</th><th scope="col">Queue</th>${
    traces
      ? html`<th scope="col">File</th><th scope="col" class="number">Rows</th><th scope="col" class="number">Used</th><th scope="col">Not used</th>`
      : undefined
  }</tr></thead>
<tbody>
${sources.map(
  (
    source,
  ) => html`<tr><th scope="row">${source.source}</th><td>${source.queue}</td>${traces ? traceCells(source) : undefined}</tr>
`,
)}</tbody>
</table>
</div>
</section>
`;
}

function traceCells({ file, sha256, rows, used, skipped, sorted }: SourceReport): Markup {
  if (rows === undefined) return html`<td colspan="4" class="note">generated</td>`;
  const reasons = Object.entries(skipped ?? {}).filter(([, count]) => count > 0);
  const share =
    used === undefined || rows === 0 ? undefined : html` <span class="unit">${formatPercent(used / rows)} %</span>`;
  return html`<td>${file ?? "–"}${sorted === false ? html`<div class="note">was out of order; sorted</div>` : undefined}${
    sha256 === undefined
      ? undefined
      : html`<div class="note code" title="${`SHA-256 ${sha256}`}">${sha256.slice(0, 12)}…</div>`
  }</td><td class="number">${formatNumber(rows)}</td><td class="number">${used === undefined ? "–" : formatNumber(used)}${share}</td><td>${
    reasons.length === 0 ? "none" : reasons.map(([reason, count]) => html`<div>${formatNumber(count)} ${reason}</div>`)
  }</td>`;
}
