import type { Result } from "../../sim/result.ts";
import { expectationLines } from "../expectation-lines.ts";
import { html, type Markup } from "./markup.ts";

/** What was expected and what came out; nothing where nothing was. */
export function expectationList(result: Result): Markup | undefined {
  const lines = expectationLines(result);
  if (lines.length === 0) return undefined;
  return html`<section id="expectations" aria-labelledby="expectations-heading">
<h2 id="expectations-heading">Expectations</h2>
<ul>${lines.map((line) => html`<li>${line}</li>`)}</ul>
</section>
`;
}
