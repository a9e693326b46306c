import type { PolicyResult } from "../sim/result.ts";
import { compiler } from "./charts/compile.ts";
import type { Drawable, Drawables } from "./charts/drawable.ts";
import { chartsOverTime } from "./charts/index.ts";
import { layoutOf } from "./charts/layout.ts";
import { stepOf } from "./charts/time-axis.ts";
import { formatDate, formatDuration, formatMoment, formatNumber } from "./format.ts";
import { timeData } from "./page/data.ts";
import { htmlDocument } from "./page/document.ts";
import { html, type Markup } from "./page/markup.ts";
import { fact } from "./page/masthead.ts";
import { parameters } from "./page/parameters.ts";
import { policyName } from "./page/policy-name.ts";
import { chooser, timeSections } from "./page/time-sections.ts";

/** A policy as a journal tells of it. */
export interface JournaledPolicy extends Drawable, Pick<PolicyResult, "policy" | "policyVersion" | "parameters"> {
  readonly checks: number;
  /** From the page's zero. */
  readonly first: number;
  readonly last: number;
  /** When it was loaded again. */
  readonly reloads: readonly number[];
}

/** A page made of a journal alone: what was seen, decided and why; not how it went, which only a result tells. */
export interface JournalReport extends Drawables {
  readonly source: string;
  readonly version: string;
  readonly command: string;
  readonly policies: readonly JournaledPolicy[];
}

/** One HTML page with everything in it, like that of a result. */
export async function renderJournal(report: JournalReport): Promise<string> {
  const layout = layoutOf(report);
  const charts = chartsOverTime(layout);
  const compile = await compiler();
  const all = [...charts.overview, ...charts.overTime, ...charts.signals];
  const note = `What the policy saw at its checks, which is not all that happened. ${
    report.wallClock === true ? "Times are UTC." : "Time of the run, h:mm."
  }`;
  return htmlDocument({
    title: `${report.source} – disfun-sim journal`,
    generator: `disfun-sim ${report.version}`,
    body: html`${masthead(report)}
<main>
<noscript><p class="note">The charts need JavaScript; the tables do not.</p></noscript>
${chooser(report, 0)}
${timeSections(report, charts, layout, 0, note)}
${parameters(report)}
</main>
${footer(report)}`,
    data: { ...timeData(report, layout, all, compile), latency: {}, cost: {}, tradeoff: {} },
  });
}

/** Where the page's zero is: for wall-clock times so that labels are at round ones. */
export function zeroOf(first: number, last: number, wallClock: boolean): number {
  if (!wallClock) return 0;
  const step = stepOf(Math.max(1, last - first));
  return Math.floor(first / step) * step;
}

function masthead(report: JournalReport): Markup {
  const { policies, start, wallClock } = report;
  const first = Math.min(...policies.map((one) => one.first));
  const last = Math.max(...policies.map((one) => one.last));
  const checks = policies.reduce((sum, one) => sum + one.checks, 0);
  return html`<header>
<p class="eyebrow">disfun-sim journal</p>
<h1>${report.source}</h1>
<dl class="facts">
${fact(policies.length === 1 ? "Policy" : "Policies", [...new Set(policies.map(({ policy, policyVersion }) => `${policy}, version ${policyVersion}`))].join("; "))}
${fact("From", wallClock === true ? formatDate(start + first) : formatMoment(first, report))}
${fact("To", wallClock === true ? formatDate(start + last) : formatMoment(last, report))}
${fact("Checks", formatNumber(checks))}
${fact("Usually every", formatDuration(policies[0]?.detail.series.binWidth ?? 0))}
</dl>
${policies.flatMap((policy, index) =>
  policy.reloads.map(
    (time) =>
      html`<p class="note">${policyName(policy.label, index)} was loaded again after ${formatMoment(time, report)}; the parameters below are those from before.</p>`,
  ),
)}</header>
`;
}

function footer({ source, version, command }: JournalReport): Markup {
  return html`<footer>
<h2>Reproduce</h2>
<p class="note">The same journal gives the same page. Any decision is told in words by disfun-sim explain, and another policy is tried on the same observations by disfun-sim replay.</p>
<pre tabindex="0">${command}</pre>
<dl class="facts">
${fact("Version", `disfun-sim ${version}`)}
${fact("Data", html`<a href="${encodeURIComponent(source)}">${source}</a>`)}
</dl>
</footer>
`;
}
