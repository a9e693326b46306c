import type { Result } from "../../sim/result.ts";
import { html, type Markup } from "./markup.ts";
import { fact } from "./masthead.ts";

/** What it takes to get the same numbers again. */
export function footer(result: Result, journals: Readonly<Record<string, string>>): Markup {
  // Saved results of earlier versions, and those a library made, tell no command.
  const { command = `npx disfun-sim run scenarios/${result.name}.yaml` } = result;
  const files = Object.entries(journals);
  // Those of earlier versions were of the first seed.
  const journaled = result.journaled ?? result.seeds[0];
  return html`<footer>
<h2>Reproduce</h2>
<p class="note">The same scenario, seeds and version give the same bytes.</p>
<pre tabindex="0">${command}</pre>
<dl class="facts">
${fact("Version", `${result.generator.name} ${result.generator.version}`)}
${fact(result.seeds.length === 1 ? "Seed" : "Seeds", result.seeds.join(", "))}
${fact("Fingerprint", html`<span class="code">${result.fingerprint}</span>`)}
${fact("Data", html`<a href="result.json">result.json</a> · <a href="series.csv">series.csv</a>`)}
${
  files.length === 0
    ? undefined
    : fact(
        `Journals of seed ${journaled}, every decision with what the policy saw`,
        html`${files.map(([label, file], index) => html`${index === 0 ? "" : " · "}<a href="${encodeURIComponent(file)}">${label}</a>`)}`,
      )
}
</dl>
${files.length === 0 ? undefined : html`<p class="note">${aboutJournals(journaled, result.policies[0]?.detail.seed)}</p>`}
</footer>
`;
}

function aboutJournals(journaled: number | undefined, drawn: number | undefined): string {
  if (journaled === drawn)
    return "They are of the run that is drawn: disfun-sim explain tells of any of its decisions, disfun-sim replay tries another policy on what was seen.";
  return `They are of seed ${journaled}, and the charts of seed ${drawn}: run it again with --journal drawn for journals of what is drawn.`;
}
