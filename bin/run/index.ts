import { readFileSync } from "node:fs";
import { join } from "node:path";
import { UsageError } from "../../policies/index.ts";
import { summaryTable, writeResult } from "../../reports/index.ts";
import { type Loaded, loadScenario, type PolicySpec } from "../../scenarios/index.ts";
import { experiment } from "../../sim/index.ts";
import { toolVersion } from "../version.ts";
import { candidatesOf } from "./candidates.ts";
import { chosenPolicies } from "./chosen-policies.ts";
import { interruptible } from "./interruptible.ts";
import { journalsIn } from "./journals.ts";
import { openInBrowser } from "./open-in-browser.ts";
import type { RunOptions } from "./options.ts";
import { outputFolder } from "./output-folder.ts";
import { blame } from "./policy-module.ts";
import { progressOn } from "./progress.ts";
import { repeatCommand } from "./repeat-command.ts";

/** `disfun-sim run`: every scenario is read before the first one runs, so that a typing error in the last costs nothing. */
export async function runScenarios(options: RunOptions): Promise<void> {
  if (options.json && options.scenario.length > 1) {
    throw new UsageError("--json prints one document; give one scenario");
  }
  const set = options.seeds === undefined ? options.set : [...options.set, `seeds=${seedsOf(options.seeds)}`];
  const jobs = [];
  for (const file of options.scenario) jobs.push({ file, loaded: await loadScenario(file, { set }) });
  const names = jobs.map(({ loaded }) => loaded.scenario.name);
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice !== undefined) throw new UsageError(`two scenarios are called "${twice}"; run one after the other`);
  for (const { file, loaded } of jobs) await runOne(file, loaded, options);
}

/** As `--set` reads it: a number is how many, commas make a list. */
function seedsOf(text: string): string {
  if (/^0+$/.test(text)) throw new UsageError(`--seeds ${text}: expected at least 1; seed 0 alone is 0,`);
  if (/^\d+$/.test(text)) return text;
  if (/^\d+(,\d+)*,?$/.test(text)) return `[${text.replace(/,$/, "")}]`;
  throw new UsageError(`--seeds ${text}: expected how many, 10, or which, 1,2,5`);
}

async function runOne(file: string, { scenario: written, warnings }: Loaded, options: RunOptions): Promise<void> {
  const scenario = { ...written, policies: chosenPolicies(written, options.policy) };
  const candidates = await candidatesOf(scenario);
  if (options["dry-run"]) {
    process.stdout.write(`${JSON.stringify(scenario, null, 2)}\n`);
    return;
  }
  const folder = folderOf(scenario.name, options);
  const output = outputFolder(folder);
  const journals = journalsIn(folder, scenario, options.journal);
  const progress = progressOn(process.stderr, scenario.name, options.quiet);
  function clean(): void {
    progress.end();
    journals.discard();
    output.discard();
  }
  const { signal, release } = interruptible(clean);
  let running: string | undefined;
  try {
    const result = await experiment(scenario, candidates, {
      version: toolVersion(),
      warnings,
      signal,
      journal: journals.open,
      onProgress: (now) => {
        running = now.label;
        progress.show(now);
      },
    });
    progress.end();
    const { names, byLabel } = await journals.close();
    await writeResult(result, folder, { journals: byLabel, command: repeatCommand(file, options) });
    output.tidy(names);
    const human = options.json ? process.stderr : process.stdout;
    const color = human.isTTY && human.hasColors();
    const report = join(folder, "report.html");
    human.write(`${summaryTable(result, { color, width: human.columns ?? 120 })}\n${report}\n`);
    if (options.json) process.stdout.write(readFileSync(join(folder, "result.json")));
    if (options.open) openInBrowser(report);
  } catch (error) {
    throw blame(error, moduleOf(scenario.policies, running), running);
  } finally {
    clean();
    release();
  }
}

function folderOf(name: string, { out, scenario }: RunOptions): string {
  if (out === undefined) return join("out", name);
  return scenario.length > 1 ? join(out, name) : out;
}

function moduleOf(policies: readonly PolicySpec[], label: string | undefined): string | undefined {
  const policy = policies.find((each) => each.label === label)?.policy;
  return policy !== undefined && "file" in policy ? policy.file : undefined;
}
