import type { Result } from "../../sim/result.ts";
import { formatDate, formatDuration } from "../format.ts";
import { scenarioFacts } from "../scenario-facts.ts";
import type { Compared } from "./comparison-footer.ts";
import { html, type Markup } from "./markup.ts";

/** What was run, and which results of it are compared. */
export function masthead(result: Result, compared?: readonly Compared[]): Markup {
  const facts = scenarioFacts(result);
  return html`<header>
<p class="eyebrow">disfun-sim ${compared === undefined ? "report" : "comparison"}</p>
<h1>${result.name}</h1>
${result.description === "" ? undefined : html`<p class="lead">${result.description}</p>`}
<dl class="facts">
${compared === undefined ? undefined : fact("Compared", compared.map(({ name }) => name).join(", "))}
${fact("Simulated", simulated(result, facts.horizon))}
${fact(result.seeds.length === 1 ? "Seed" : `${result.seeds.length} seeds`, seedList(result.seeds))}
${result.start === 0 ? undefined : fact("Starts at", formatDate(result.start))}
${facts.period === undefined ? undefined : fact("Policy decides every", formatDuration(facts.period))}
${facts.objectiveWords === undefined ? undefined : fact("Objective", facts.objectiveWords)}
${facts.plant === undefined ? undefined : fact("Nodes", facts.plant)}
</dl>
</header>
`;
}

export function fact(name: string, value: string | Markup): Markup {
  return html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
}

function simulated(result: Result, horizon: number | undefined): string {
  const { windows } = result;
  if (windows !== undefined) return `${windows.from.length} windows of ${formatDuration(windows.every)}`;
  return horizon === undefined
    ? `until all work is done (${formatDuration(longest(result))})`
    : formatDuration(horizon);
}

/** `1–20` where seeds follow each other, else a list. */
export function seedList(seeds: readonly number[]): string {
  const first = seeds[0] ?? 0;
  const run = seeds.length > 2 && seeds.every((seed, index) => seed === first + index);
  return run ? `${first}–${first + seeds.length - 1}` : seeds.join(", ");
}

function longest(result: Result): number {
  return Math.max(0, ...result.policies.flatMap((policy) => policy.runs.map((run) => run.duration)));
}
