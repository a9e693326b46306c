import type { HeldSpan } from "../../sim/held-spans.ts";
import type { Drawable, Drawables } from "../charts/drawable.ts";
import { formatMoment, formatNamed, formatNumber } from "../format.ts";
import { html, type Markup } from "./markup.ts";
import { policyName } from "./policy-name.ts";

/** A page with many more rows is no longer read. */
const mostRows = 100;

/** What a person ordered, and what was held back of what the policy decided; a table for each policy of which there is any. */
export function heldTables(set: Drawables): Markup {
  return html`${set.policies.map((policy, index) => heldTable(set, policy, index))}`;
}

function heldTable(set: Drawables, policy: Drawable, index: number): Markup | undefined {
  const { held = [], heldLeftOut = 0 } = policy;
  if (held.length === 0) return undefined;
  const heading = `held-${index}`;
  const more = held.length - Math.min(held.length, mostRows) + heldLeftOut;
  return html`<div class="orders" data-policy="${index}">
<h3 id="${heading}">Orders, and what was held back, under ${policyName(policy.label, index)}</h3>
<p class="note">What was asked for otherwise than the policy decided.${more === 0 ? undefined : ` ${formatNumber(more)} more later.`}</p>
<div class="scroll" tabindex="0" role="region" aria-labelledby="${heading}">
<table>
<thead><tr><th scope="col" class="sticky">Subject</th><th scope="col">What</th><th scope="col" class="number">From <span class="unit">${set.wallClock ? "UTC" : "h:mm:ss"}</span></th><th scope="col" class="number">Until</th><th scope="col">Why</th></tr></thead>
<tbody>
${held.slice(0, mostRows).map((span) => row(span, set, policy.reasons ?? {}))}</tbody>
</table>
</div>
</div>
`;
}

function row(span: HeldSpan, set: Drawables, reasons: Readonly<Record<string, string>>): Markup {
  const { time, until, subject, because } = span;
  const { code, facts } = because;
  return html`<tr><th scope="row" class="sticky">${subject}</th><td class="what">${heldWords(span)}</td><td class="number">${formatMoment(time, set)}</td><td class="number">${until === undefined ? "the end" : formatMoment(until, set)}</td><td>${reasons[code] === undefined ? undefined : html`${reasons[code]} `}<span class="code">${code}</span> ${Object.entries(
    facts,
  ).map(
    ([name, value]) =>
      html`<span class="fact">${name} ${typeof value === "number" ? formatNamed(name, value) : String(value)}</span> `,
  )}</td></tr>
`;
}

/** What it came to, such as `8 ordered`. */
export function heldWords({ desired, because: { code } }: HeldSpan): string {
  if (desired !== undefined) return `${formatNumber(desired)} ordered`;
  return code === "paused" ? "paused" : "held back";
}
