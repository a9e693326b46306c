import { html, type Markup } from "./markup.ts";

export function warningList(warnings: readonly string[]): Markup | undefined {
  if (warnings.length === 0) return undefined;
  return html`<aside class="warnings" aria-labelledby="warnings-heading">
<h2 id="warnings-heading">${warnings.length === 1 ? "A warning" : `${warnings.length} warnings`}</h2>
<ul>${warnings.map((warning) => html`<li>${warning}</li>`)}</ul>
</aside>
`;
}
