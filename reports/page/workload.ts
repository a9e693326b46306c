import type { Result, SourceReport } from "../../sim/result.ts";
import { formatNumber, formatPercent } from "../format.ts";
import { feedsOf, type SourceFacts, sourceFacts } from "../source-facts.ts";
import { html, type Markup } from "./markup.ts";

/** Where the work came from, what was made of it, and which rows of a trace were used. */
export function workload(result: Result): Markup | undefined {
  const { workload: sources } = result;
  if (sources.length === 0) return undefined;
  const traces = sources.some((source) => source.rows !== undefined);
  const facts = sourceFacts(result);
  return html`<section class="workload" aria-labelledby="workload-heading">
<h2 id="workload-heading">Workload</h2>
<p class="note">${traces ? "Rows of a trace that could not be used are counted by reason." : "Generated, not replayed."}</p>
<div class="scroll" tabindex="0" role="region" aria-labelledby="workload-heading">
<table>
<thead><tr><th scope="col">Source</th><th scope="col">Kind</th><th scope="col">As used</th>${
    traces
      ? html`<th scope="col">File</th><th scope="col" class="number">Rows</th><th scope="col" class="number">Used</th><th scope="col">Not used</th>`
      : undefined
  }<th scope="col">Queue</th></tr></thead>
<tbody>
${sources.map(
  (source) => html`<tr><th scope="row">${source.source}</th>${factCells(source, facts.get(source.source))}${
    traces ? traceCells(source) : undefined
  }<td>${source.queue}</td></tr>
`,
)}</tbody>
</table>
</div>
${queueTable(result)}
</section>
`;
}

/** Every queue with all that feeds it, also the ends of other work. */
function queueTable(result: Result): Markup {
  const feeds = feedsOf(result);
  const queues = [...new Set(result.policies.flatMap(({ runs }) => runs.flatMap((run) => Object.keys(run.queues))))];
  return html`<p class="note">Tasks are all that arrived in a queue, whatever fed it: the mean of the runs, from one policy to another.</p>
<div class="scroll" tabindex="0" role="region" aria-label="Tasks by queue">
<table>
<thead><tr><th scope="col">Queue</th><th scope="col">Fed by</th><th scope="col" class="number">Tasks</th></tr></thead>
<tbody>
${queues.map(
  (queue) => html`<tr><th scope="row">${queue}</th><td>${[
    ...result.workload.filter((source) => source.queue === queue).map(({ source }) => source),
    ...(feeds.get(queue) ?? []).map((from) => `what follows from ${from}`),
  ].join(", ")}</td><td class="number">${arrived(result, queue)}</td></tr>
`,
)}</tbody>
</table>
</div>
`;
}

function factCells({ rows }: SourceReport, facts: SourceFacts | undefined): Markup {
  return html`<td>${facts?.kind ?? (rows === undefined ? "generated" : "trace")}</td><td>${facts?.treatment.map((one) => html`<div>${one}</div>`)}</td>`;
}

/** Retries and what follows from finished work arrive too, so that policies may differ. */
function arrived({ policies }: Result, queue: string): string {
  const means = policies.flatMap(({ runs }) => {
    const counts = runs.flatMap((run) => run.queues[queue]?.arrived ?? []);
    return counts.length === 0 ? [] : [counts.reduce((sum, count) => sum + count, 0) / counts.length];
  });
  if (means.length === 0) return "–";
  const [least, most] = [Math.min(...means), Math.max(...means)].map((mean) => formatNumber(Math.round(mean)));
  return least === most ? `${least}` : `${least}–${most}`;
}

function traceCells({ file, sha256, rows, used, skipped, firstSkipped = {}, sorted }: SourceReport): Markup {
  if (rows === undefined) return html`<td colspan="4" class="note">generated</td>`;
  const reasons = Object.entries(skipped ?? {}).filter(([, count]) => count > 0);
  const share =
    used === undefined || rows === 0 ? undefined : html` <span class="unit">${formatPercent(used / rows)} %</span>`;
  return html`<td>${file ?? "–"}${sorted === false ? html`<div class="note">was out of order; sorted</div>` : undefined}${
    sha256 === undefined
      ? undefined
      : html`<div class="note code" title="${`SHA-256 ${sha256}`}">${sha256.slice(0, 12)}…</div>`
  }</td><td class="number">${formatNumber(rows)}</td><td class="number">${used === undefined ? "–" : formatNumber(used)}${share}</td><td>${
    reasons.length === 0
      ? "none"
      : reasons.map(([reason, count]) => {
          const first = firstSkipped[reason];
          const place = first === undefined ? undefined : html`<div class="note">first: ${first}</div>`;
          return html`<div>${formatNumber(count)} ${reason}${place}</div>`;
        })
  }</td>`;
}
