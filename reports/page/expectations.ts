import type { Expectation, Result } from "../../sim/result.ts";
import { detail, outcomeWords } from "../expectation-lines.ts";
import { html, type Markup } from "./markup.ts";
import { policyName } from "./policy-name.ts";

/** What was expected and what came out: a row a policy, a column an expectation. Nothing where nothing was expected. */
export function expectationTable({ expectations = [], policies }: Result): Markup | undefined {
  if (expectations.length === 0) return undefined;
  const texts = [...new Set(expectations.map(({ text }) => text))];
  const judged = policies
    .map(({ label }, index) => ({ label, index }))
    .filter(({ label }) => expectations.some(({ policy }) => policy === label));
  const failed = expectations.filter(({ outcome }) => outcome === "failed").length;
  return html`<section class="wide" id="expectations" aria-labelledby="expectations-heading">
<h2 id="expectations-heading">Expectations</h2>
<p class="note">${failed === 0 ? "None" : `${failed} of ${expectations.length}`} failed, by the 95 % intervals of the means.</p>
<div class="scroll" tabindex="0" role="region" aria-labelledby="expectations-heading">
<table>
<thead><tr><th scope="col" class="sticky">Policy</th>${texts.map((text) => html`<th scope="col" class="expected">${text}</th>`)}</tr></thead>
<tbody>
${judged.map(
  ({ label, index }) =>
    html`<tr><th scope="row" class="sticky">${policyName(label, index)}</th>${texts.map((text) =>
      cell(expectations.find((each) => each.policy === label && each.text === text)),
    )}</tr>
`,
)}</tbody>
</table>
</div>
</section>
`;
}

function cell(expectation: Expectation | undefined): Markup {
  if (expectation === undefined) return html`<td title="not expected of it">–</td>`;
  const { outcome } = expectation;
  const told = detail(expectation);
  return html`<td class="expected ${classes[outcome]}"><b>${outcomeWords[outcome]}</b>${told === "" ? undefined : html`<span class="interval">${told}</span>`}</td>`;
}

const classes: Readonly<Record<Expectation["outcome"], string>> = {
  met: "met",
  failed: "failed",
  "not distinguishable": "unclear",
};
