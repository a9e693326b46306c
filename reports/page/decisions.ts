import type { DecisionEntry } from "../../sim/result.ts";
import type { Drawable, Drawables } from "../charts/drawable.ts";
import { formatMoment, formatNamed, formatNumber } from "../format.ts";
import { html, type Markup } from "./markup.ts";
import { policyName } from "./policy-name.ts";

/** A page with many more rows is no longer read; all of them are in result.json and drawn on the time line. */
const mostRows = { each: 250, together: 400 };

/** As the style sheet cuts a printed table. */
const mostPrinted = 60;

/** The decisions of every policy, one table each; the page shows the selected one's. */
export function decisionTables(set: Drawables): Markup {
  const busy = set.policies.filter(({ detail }) => detail.decisions.length > mostPrinted).length;
  const most = Math.max(40, Math.min(mostRows.each, Math.floor(mostRows.together / Math.max(1, busy))));
  return html`${set.policies.map((policy, index) => decisionTable(set, policy, index, most))}`;
}

function decisionTable(set: Drawables, policy: Drawable, index: number, most: number): Markup {
  const all = policy.detail.decisions;
  const shown = mostTelling(all, most);
  const changes = shown.filter(changed).length;
  const heading = `decisions-${index}`;
  const several = all.some(({ controller }) => controller !== undefined);
  return html`<div class="decisions" data-policy="${index}">
<h3 id="${heading}">Decisions of ${policyName(policy.label, index)}</h3>
<p class="note">${explanation(shown, policy, set.source ?? "result.json")}</p>
${
  changes > 0 && changes < shown.length
    ? html`<label class="only js-only"><input type="checkbox" checked>Only changes</label>`
    : undefined
}
${
  shown.length === 0
    ? undefined
    : html`<div class="scroll" tabindex="0" role="region" aria-labelledby="${heading}">
<table>
<thead><tr><th scope="col" class="number">Time <span class="unit">${set.wallClock ? "UTC" : "h:mm:ss"}</span></th>${several ? html`<th scope="col">Controller</th>` : undefined}<th scope="col">Subject</th><th scope="col">Desired</th><th scope="col">Why</th><th scope="col" class="number" title="How many checks one after the other came to the same">Times <span class="unit">in a row</span></th></tr></thead>
<tbody>
${shown.map((entry) => row(entry, all.indexOf(entry), formatMoment(entry.time, set), several, policy.reasons ?? {}))}</tbody>
</table>
</div>${shown.length > mostPrinted ? html`<p class="note print-only">Only the first ${mostPrinted} are printed.</p>` : undefined}`
}
</div>
`;
}

function explanation(shown: readonly DecisionEntry[], { detail }: Drawable, source: string): string {
  const all = detail.decisions;
  const changes = all.filter(changed).length;
  const listed = shown.filter(changed).length;
  const others = all.length - changes;
  const hidden = all.length - shown.length;
  const lost = detail.decisionsLeftOut;
  const kept = lost === 0 ? "" : " among the decisions kept";
  const part = listed === changes ? "" : `, the first ${formatNumber(listed)} of them listed`;
  return [
    changes > 0
      ? `${counted(changes, "change")} of a desired count${kept}${part}.`
      : lost === 0
        ? "It never changed a desired count."
        : "No change of a desired count among the decisions kept.",
    ...(others === 0 ? [] : [`${counted(others, "time")} nothing changed, but for a new reason.`]),
    ...(shown.length === 0
      ? []
      : ["Checks one after the other that came to the same are one row: “times in a row” counts them."]),
    ...(hidden === 0
      ? []
      : [`${counted(hidden, "more decision")} not listed here, but in the chart and in ${source}.`]),
    ...(lost === 0 ? [] : [`${counted(lost, "later decision")} not kept; a journal has all of its seed.`]),
  ].join(" ");
}

function counted(count: number, what: string): string {
  return `${formatNumber(count)} ${what}${count === 1 ? "" : "s"}`;
}

function row(
  entry: DecisionEntry,
  place: number,
  moment: string,
  several: boolean,
  reasons: Readonly<Record<string, string>>,
): Markup {
  const { desired, because, repeats } = entry;
  return html`<tr${changed(entry) ? undefined : html` class="held"`}><td class="number"><button type="button" class="moment" data-decision="${place}" title="Why here">${moment}</button></td>${several ? html`<td>${entry.controller ?? ""}</td>` : undefined}<td>${entry.subject}</td><td class="desired">${
    desired === undefined
      ? html`<span class="note">no change, new reason</span>`
      : html`<span class="${desired.to > desired.from ? "up" : "down"}">${desired.from} → ${desired.to}</span>`
  }</td><td><ol>${because.map(
    ({ code, facts }) =>
      html`<li>${reasons[code] === undefined ? undefined : html`${reasons[code]} `}<span class="code">${code}</span> ${Object.entries(
        facts,
      ).map(
        ([name, value]) =>
          html`<span class="fact">${name} ${typeof value === "number" ? formatNamed(name, value) : String(value)}</span> `,
      )}</li>`,
  )}</ol></td><td class="number">${formatNumber(repeats)}</td></tr>
`;
}

/** Changes before anything else, then in the order of time. */
export function mostTelling(entries: readonly DecisionEntry[], most: number): readonly DecisionEntry[] {
  // Leaving out the last few would hide them for nothing.
  if (entries.length < 1.2 * most) return entries;
  const chosen = new Set([...entries.filter(changed), ...entries.filter((entry) => !changed(entry))].slice(0, most));
  return entries.filter((entry) => chosen.has(entry));
}

function changed({ desired }: DecisionEntry): boolean {
  return desired !== undefined && desired.from !== desired.to;
}
