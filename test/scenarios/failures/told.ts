import { join } from "node:path";
import { candidatesOf } from "../../../bin/run/candidates.ts";
import { loadScenario } from "../../../scenarios/index.ts";
import { experiment } from "../../../sim/experiment.ts";
import type { RunMeasures } from "../../../sim/result.ts";
import { commandOf, type Side, type Story, stories } from "./stories.ts";

const scenarios = join(import.meta.dirname, "../../../scenarios");

const run = new Map<string, Promise<readonly RunMeasures[]>>();

/** The number of a story, one for each seed. */
export async function numbersOf(story: Story, side: Side): Promise<number[]> {
  const key = JSON.stringify([story.scenario, side]);
  const runs = run.get(key) ?? runsOf(story, side);
  run.set(key, runs);
  return (await runs).map(story.of);
}

async function runsOf({ scenario: name }: Story, { policy, set = [] }: Side): Promise<readonly RunMeasures[]> {
  const { scenario } = await loadScenario(join(scenarios, `${name}.yaml`), { set });
  const chosen = { ...scenario, policies: scenario.policies.filter(({ label }) => label === policy) };
  const { policies } = await experiment(chosen, await candidatesOf(chosen), { version: "test" });
  return policies[0]?.runs ?? [];
}

/** scenarios/failures/README.md, as the stories turn out. */
export async function page(): Promise<string> {
  const rows: string[] = [];
  for (const story of stories) {
    const { failure, look, counts, shown, mended } = story;
    const cells = [
      failure,
      `\`${commandOf(story, shown)}\``,
      look,
      counts,
      await cell(story, shown),
      await cell(story, mended),
    ];
    rows.push(`| ${cells.join(" | ")} |`);
  }
  return `# Documented failures, replayed

Each row is a failure that the documents or the code of DistributedFunSearch, OpenGRIS Scaler or a worker pool's auto-scaler tell
of, as one command. The numbers are means over the scenario's seeds, under the policy that fails and under what mends it: another
policy of the same report, or the settings beside it. Every row is run by \`test/scenarios/failures/\`; \`npm run docs\` writes
this page.

| what goes wrong | command | look at | what is counted | failing | mended |
| --- | --- | --- | --- | --: | --: |
${rows.join("\n")}

What mends them is in the parameters of \`distributed-funsearch\` and \`scaler\`, all at once in their \`preset: corrected\`; the defaults
of \`utilization\` mend its own. It has its
price: who waits longer before stopping keeps more running.
`;
}

async function cell(story: Story, side: Side): Promise<string> {
  const numbers = await numbersOf(story, side);
  const mean = numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
  const extra = side === story.mended ? (side.set ?? []).filter((each) => !story.shown.set?.includes(each)) : [];
  return [`${Number(mean.toPrecision(3))}`, side.policy, ...extra.map((each) => `\`--set ${each}\``)].join(" ");
}
