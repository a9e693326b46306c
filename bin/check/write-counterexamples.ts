import { rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { UsageError } from "../../policies/index.ts";
import { renderReport } from "../../reports/index.ts";
import type { Scenario } from "../../scenarios/index.ts";
import { runOf, type Verdict, type Violation } from "../../sim/check/index.ts";
import { experiment, type Traces } from "../../sim/index.ts";
import { candidatesOf } from "../run/candidates.ts";
import { outputFolder } from "../run/output-folder.ts";
import { toolVersion } from "../version.ts";
import {
  counterexampleScenario,
  counterexampleYaml,
  nameOf,
  OPEN_LOOP,
  observationLines,
} from "./counterexample-file.ts";
import { hasParametersOf, type Plan, type Ready } from "./plan.ts";

/**
 * Writes what was found: a scenario and its report with the moments marked, or of an open loop the observations. Returns the files
 * that replay it, by property. A report whose run is not over when `late` is aborted is left out, and one of a run that the policy's
 * refusal ended: it has no results.
 */
export async function writeCounterexamples(
  out: string,
  plan: Plan,
  { subject }: Ready,
  verdicts: readonly Verdict[],
  late: AbortSignal,
): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  const { label } = plan.policy;
  for (const verdict of verdicts) {
    const { counterexample, property } = verdict;
    if (counterexample === undefined) continue;
    outputFolder(out);
    const { situation, violation } = counterexample;
    const path = join(out, nameOf(label, property));
    const file = plan.properties.find(({ name }) => name === property)?.file;
    const varied = situation.scenario.policies.some((policy) => !hasParametersOf(subject, policy));
    const about = { ...(file !== undefined && { file: relative(out, file) }), ...(varied && { varied }) };
    const scenario = counterexampleScenario(label, verdict, counterexample);
    const yaml = counterexampleYaml(scenario, verdict, counterexample, out, about);
    if (situation.history !== undefined) {
      files[property] = `${path}.jsonl`;
      writeFileSync(`${path}.jsonl`, observationLines(runOf(subject, situation), counterexample));
      writeFileSync(`${path}${OPEN_LOOP}`, yaml);
      continue;
    }
    files[property] = `${path}.yaml`;
    writeFileSync(`${path}.yaml`, yaml);
    const html = await page(scenario, situation.traces, violation, `${path}.yaml`, late);
    // One of an earlier case would pass for its own.
    if (html === undefined) rmSync(`${path}.html`, { force: true });
    else writeFileSync(`${path}.html`, html);
  }
  return files;
}

/** The usual report of that one run, with the moments of the violation in every chart over time. */
async function page(
  scenario: Scenario,
  traces: Traces,
  { moments }: Violation,
  file: string,
  late: AbortSignal,
): Promise<string | undefined> {
  try {
    const options = { version: toolVersion(), traces, signal: late };
    const result = await experiment(scenario, await candidatesOf(scenario), options);
    return renderReport({ ...result, command: `npx disfun-sim run ${file}` }, { moments });
  } catch (error) {
    if (error === late.reason || error instanceof UsageError) return undefined;
    throw error;
  }
}
