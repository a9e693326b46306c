import type { Drawable, Drawables } from "../charts/drawable.ts";
import { formatDuration, formatNumber } from "../format.ts";
import { timesByReason } from "../times-by-reason.ts";
import { html, type Markup } from "./markup.ts";
import { policyName } from "./policy-name.ts";

/** How long each policy was in which state of mind: the time from a decision until the next on the same subject, by the reason that decided. */
export function reasonTimes(set: Drawables): Markup {
  return html`${set.policies.map(reasonTable)}`;
}

function reasonTable(policy: Drawable, index: number): Markup | undefined {
  const { subjects, partial } = timesByReason(policy);
  if (subjects.length === 0) return undefined;
  const heading = `reasons-${index}`;
  return html`<div class="reasons" data-policy="${index}">
<h3 id="${heading}">Time by reason under ${policyName(policy.label, index)}</h3>
<p class="note">From a decision until the next on the same subject; of several reasons the last, which decided.${
    partial ? " Only of the first decisions: there were too many to keep." : undefined
  }</p>
<div class="scroll" tabindex="0" role="region" aria-labelledby="${heading}">
<table>
<thead><tr><th scope="col">Subject</th><th scope="col">Reason</th><th scope="col" class="number">Checks</th><th scope="col" class="number">Time</th><th scope="col">Share of the time</th></tr></thead>
<tbody>
${subjects.map(({ subject, total, reasons }) =>
  reasons.map(
    ({ code, seconds, checks }, at) =>
      html`<tr>${at === 0 ? html`<th scope="rowgroup" rowspan="${reasons.length}">${subject}</th>` : undefined}<td>${
        policy.reasons?.[code] === undefined ? undefined : html`${policy.reasons[code]} `
      }<span class="code">${code}</span></td><td class="number">${formatNumber(checks)}</td><td class="number">${formatDuration(seconds)}</td><td><span class="bar"><i style="width:${(100 * seconds) / total}%"></i></span></td></tr>
`,
  ),
)}</tbody>
</table>
</div>
</div>
`;
}
