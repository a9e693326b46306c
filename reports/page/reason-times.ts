import type { Drawable, Drawables } from "../charts/drawable.ts";
import { formatDuration, formatNumber } from "../format.ts";
import { shownRun } from "../shown-run.ts";
import { html, type Markup } from "./markup.ts";
import { policyName } from "./policy-name.ts";

/** How long each policy was in which state of mind: the time from a decision until the next on the same subject, by the reason that decided. */
export function reasonTimes(set: Drawables): Markup {
  return html`${set.policies.map(reasonTable)}`;
}

function reasonTable(policy: Drawable, index: number): Markup | undefined {
  const { subjects, partial } = timesOf(policy);
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

interface Times {
  readonly subject: string;
  readonly total: number;
  readonly reasons: readonly { readonly code: string; readonly seconds: number; readonly checks: number }[];
}

/** The most time first; `partial`: not all decisions are known, and nothing is said of the time after the last one that is. */
function timesOf(policy: Drawable): { readonly subjects: Times[]; readonly partial: boolean } {
  const { decisions, decisionsLeftOut } = policy.detail;
  const partial = decisionsLeftOut > 0;
  const end = partial ? decisions.at(-1)?.time : shownRun(policy)?.duration;
  const about = new Map<string, { code: string; time: number; repeats: number }[]>();
  for (const { subject, controller, because, time, repeats } of decisions) {
    const name = controller === undefined ? subject : `${controller}: ${subject}`;
    const told = { code: because.at(-1)?.code ?? "", time, repeats };
    about.set(name, [...(about.get(name) ?? []), told]);
  }
  const subjects = [...about].map(([subject, entries]): Times => {
    const spent = new Map<string, { seconds: number; checks: number }>();
    for (const [index, { code, time, repeats }] of entries.entries()) {
      const until = entries[index + 1]?.time ?? end ?? time;
      const { seconds, checks } = spent.get(code) ?? { seconds: 0, checks: 0 };
      spent.set(code, { seconds: seconds + Math.max(0, until - time), checks: checks + repeats });
    }
    const reasons = [...spent].map(([code, told]) => ({ code, ...told })).sort((a, b) => b.seconds - a.seconds);
    return {
      subject,
      total: Math.max(
        1e-9,
        reasons.reduce((sum, { seconds }) => sum + seconds, 0),
      ),
      reasons,
    };
  });
  return { subjects, partial };
}
