import type { Result } from "../../sim/result.ts";
import { hintsOf } from "../hints.ts";
import { html, type Markup } from "./markup.ts";
import { policyName } from "./policy-name.ts";

/** What looks wrong, and what to change; nothing where nothing does. */
export function hintList(result: Result): Markup | undefined {
  const hints = hintsOf(result);
  if (hints.length === 0) return undefined;
  return html`<aside class="hints" aria-labelledby="hints-heading">
<h2 id="hints-heading">${hints.length === 1 ? "A hint" : "Hints"}</h2>
<ul>${hints.map(
    ({ policies, symptom, remedy }) =>
      html`<li>${policies.map(
        (index, at) => html`${at === 0 ? undefined : ", "}${policyName(result.policies[index]?.label ?? "", index)}`,
      )}: ${symptom}. To change that, ${remedy}.</li>`,
  )}</ul>
</aside>
`;
}
