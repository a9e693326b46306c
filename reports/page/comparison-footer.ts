import type { Result } from "../../sim/result.ts";
import { html, type Markup } from "./markup.ts";
import { seedList } from "./masthead.ts";

/** A saved result that is compared with others. */
export interface Compared {
  /** Short, as in the labels of its policies. */
  readonly name: string;
  readonly file: string;
  readonly result: Pick<Result, "generator" | "seeds" | "fingerprint" | "command">;
}

/** Which saved results the page was made of, and what makes each of them again. */
export function comparisonFooter(result: Result, compared: readonly Compared[]): Markup {
  return html`<footer>
<h2>Reproduce</h2>
<p class="note">The same results give the same page.</p>
${result.command === undefined ? undefined : html`<pre tabindex="0">${result.command}</pre>`}
<div class="scroll" tabindex="0" role="region" aria-label="Results compared">
<table>
<thead><tr><th scope="col">Result</th><th scope="col">File</th><th scope="col">Version</th><th scope="col">Seeds</th><th scope="col">Made by</th><th scope="col">Fingerprint</th></tr></thead>
<tbody>
${compared.map(
  ({ name, file, result: { generator, seeds, command = "–", fingerprint } }) =>
    html`<tr><th scope="row">${name}</th><td>${file}</td><td>${generator.version}</td><td>${seedList(seeds)}</td><td class="code">${command}</td><td class="code" title="${fingerprint}">${fingerprint.slice(0, 12)}…</td></tr>
`,
)}</tbody>
</table>
</div>
</footer>
`;
}
