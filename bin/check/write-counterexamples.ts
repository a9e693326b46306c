import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { renderReport } from "../../reports/index.ts";
import type { Scenario } from "../../scenarios/index.ts";
import { runOf, type Verdict, type Violation } from "../../sim/check/index.ts";
import { experiment, type Traces } from "../../sim/index.ts";
import { candidatesOf } from "../run/candidates.ts";
import { outputFolder } from "../run/output-folder.ts";
import { toolVersion } from "../version.ts";
import { counterexampleScenario, counterexampleYaml, nameOf, observationLines } from "./counterexample-file.ts";
import type { Plan, Ready } from "./plan.ts";

/**
 * Writes what was found: a scenario and its report with the moments marked, or of an open loop the observations. Returns the files
 * that replay it, by property.
 */
export async function writeCounterexamples(
  out: string,
  plan: Plan,
  { subject }: Ready,
  seed: number,
  verdicts: readonly Verdict[],
): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  const { label } = plan.policy;
  for (const verdict of verdicts) {
    const { counterexample, property } = verdict;
    if (counterexample === undefined) continue;
    outputFolder(out);
    const { situation, violation } = counterexample;
    const path = join(out, nameOf(label, property));
    if (situation.history !== undefined) {
      files[property] = `${path}.jsonl`;
      writeFileSync(`${path}.jsonl`, observationLines(runOf(subject, situation), counterexample));
      continue;
    }
    const planned = plan.properties.find(({ name }) => name === property);
    const scenario = counterexampleScenario(label, verdict, counterexample);
    files[property] = `${path}.yaml`;
    const about = { folder: out, seed, file: planned?.file };
    writeFileSync(`${path}.yaml`, counterexampleYaml(scenario, verdict, counterexample, about));
    writeFileSync(`${path}.html`, await page(scenario, situation.traces, violation, `${path}.yaml`));
  }
  return files;
}

/** The usual report of that one run, with the moments of the violation in every chart over time. */
async function page(scenario: Scenario, traces: Traces, { moments }: Violation, file: string): Promise<string> {
  const result = await experiment(scenario, await candidatesOf(scenario), { version: toolVersion(), traces });
  return renderReport({ ...result, command: `npx disfun-sim run ${file}` }, { moments });
}
