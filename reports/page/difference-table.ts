import type { Difference, Result } from "../../sim/result.ts";
import { afterCorrection, allDifferences } from "../after-correction.ts";
import { formatNumber } from "../format.ts";
import { formatDifference } from "../format-difference.ts";
import { measures as shown } from "../measures.ts";
import { html, type Markup } from "./markup.ts";
import { policyName } from "./policy-name.ts";

/** Every policy against the baseline, or against its own in another result, on the same seeds: the measures that count first, and the others on request. */
export function differenceTable(result: Result): Markup | undefined {
  const { baseline, policies } = result;
  const others = policies.flatMap((policy, index) => (policy.differences === undefined ? [] : [{ policy, index }]));
  if (others.length === 0) return undefined;
  const all = allDifferences(policies);
  const names = [...new Set(others.flatMap(({ policy }) => Object.keys(policy.differences ?? {})))];
  const differs = (name: string) =>
    others.some(({ policy }) => (policy.differences?.[name]?.mean ?? 0) !== 0 || policy.differences?.[name]?.low !== 0);
  const isHeadline = (name: string) => others.some(({ policy }) => policy.differences?.[name]?.headline);
  const rows = [...names.filter(isHeadline), ...names.filter((name) => !isHeadline(name) && differs(name))];
  const pairs = Math.max(
    ...others.flatMap(({ policy }) => Object.values(policy.differences ?? {}).map(({ runs }) => runs)),
  );
  return html`<section class="differences wide" id="differences" aria-labelledby="differences-heading">
<h2 id="differences-heading">Differences${baseline === undefined ? undefined : ` from ${baseline}`}</h2>
<p class="note">Mean of ${pairs} pairs of runs on the same work, with its 95 % interval, which is of this one difference alone and not corrected. p: of the paired t test, corrected after Holm for all policies and ${
    rows.some((name) => !isHeadline(name)) ? "headline measures (the others by themselves)" : "measures"
  }. Gray: not to be told apart; then so many runs would tell a difference as large as this in four of five experiments.</p>
${
  rows.every(isHeadline)
    ? undefined
    : html`<label class="only js-only"><input type="checkbox" checked>Only what counts first</label>`
}
<div class="scroll" tabindex="0" role="region" aria-labelledby="differences-heading">
<table>
<thead><tr><th scope="col" class="sticky">Measure</th>${others.map(
    ({ policy, index }) =>
      html`<th scope="col" class="number" style="width:${Math.floor(85 / others.length)}%">${policyName(policy.label, index)}${policy.comparedWith === undefined ? undefined : html`<span class="interval">from ${policy.comparedWith}</span>`}</th>`,
  )}</tr></thead>
<tbody>
${rows.map(
  (
    name,
  ) => html`<tr${isHeadline(name) ? undefined : html` class="further"`}><th scope="row" class="sticky">${measureName(result, name)}</th>${others.map(
    ({ policy }) => cell(policy.differences?.[name], result.measures?.[name]?.unit ?? unitOf(name), all),
  )}</tr>
`,
)}</tbody>
</table>
</div>
</section>
`;
}

/** Its words, with the definition on hover, focus and touch. */
export function measureName({ measures }: Result, name: string): Markup {
  const told = measures?.[name];
  if (told === undefined) return html`${name}`;
  const better = told.better === undefined ? "" : ` (${told.better} is better)`;
  return html`<button type="button" class="about" data-definition="${told.definition}${better}">${told.words}</button>`;
}

function cell(difference: Difference | undefined, unit: string, all: readonly Difference[]): Markup {
  if (difference === undefined) return html`<td class="number" title="unknown">–</td>`;
  const { mean, low, high, adjusted, verdict, runsNeeded } = difference;
  if (mean === 0 && low === 0 && high === 0) return html`<td class="number unclear"><b>no difference</b></td>`;
  const clear = verdict !== "not distinguishable";
  const needed = clear || runsNeeded === undefined ? "" : `; ${formatNumber(runsNeeded)} runs needed`;
  const interval = low === high ? "in every pair" : `${formatDifference(low, unit)} to ${formatDifference(high, unit)}`;
  return html`<td class="number${clear ? ` ${verdict}` : " unclear"}"><b>${formatDifference(mean, unit)}</b>${
    clear ? html` <span class="verdict">${verdict}</span>` : html`<span class="sr"> not to be told apart</span>`
  }<span class="interval">${interval}</span><span class="interval">${probability(adjusted)}${afterCorrection(difference, all)}${needed}</span></td>`;
}

function probability(p: number): string {
  return p < 0.001 ? "p < 0.001" : `p = ${p >= 0.995 ? "1" : p.toFixed(p < 0.1 ? 3 : 2)}`;
}

/** Saved results of earlier versions do not tell units. */
function unitOf(name: string): string {
  const kind = shown.find(({ key }) => key === name)?.kind;
  return kind === undefined
    ? ""
    : { duration: "s", percent: "fraction of 1", excess: "fraction of 1", money: "USD", hours: "h", count: "1" }[kind];
}
