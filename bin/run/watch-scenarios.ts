import { existsSync, type FSWatcher, rmSync, watch } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { UsageError } from "../../policies/index.ts";
import { STAMP } from "../../reports/index.ts";
import { loadScenario, type Scenario } from "../../scenarios/index.ts";
import { chosenPolicies } from "./chosen-policies.ts";
import { counted } from "./counted.ts";
import { folderOf } from "./folder-of.ts";
import { moduleFiles } from "./module-files.ts";
import type { RunOptions } from "./options.ts";

/**
 * Runs, and runs again whenever a scenario, a file of parameters, a trace or a module of a policy changes, until Ctrl-C. What is
 * wrong with a file is said, and its next change awaited. `run` is given up when its signal says that something has changed.
 */
export async function watchScenarios(
  options: RunOptions,
  run: (options: RunOptions, changed: AbortSignal) => Promise<void>,
): Promise<void> {
  const folders = new Set<string>();
  let open = options.open;
  for (;;) {
    const files = await filesOf(options, folders);
    const change = nextChange(files);
    process.exitCode = 0;
    try {
      await run({ ...options, open }, change.signal);
      open = false;
    } catch (error) {
      if (isInterruption(error) && !change.signal.aborted) process.exitCode = 130;
      else complain(error);
    }
    // Ctrl-C may have come during the run.
    let interrupted = process.exitCode === 130;
    if (!interrupted) {
      if (!change.signal.aborted) process.stderr.write(`watching ${counted(files.length, "file")}; Ctrl-C ends\n`);
      interrupted = (await change.or(interruption)) === "interrupted";
    }
    change.close();
    if (interrupted) break;
  }
  process.exitCode = 130;
  for (const folder of folders) rmSync(join(folder, STAMP), { force: true });
}

function isInterruption(error: unknown): boolean {
  return error instanceof Error && error.name === "AbortError";
}

/** Of what is given up because of a change nothing is said. */
function complain(error: unknown): void {
  if (isInterruption(error)) return;
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`error: ${error.describe()}\n`);
}

/** The scenarios, as far as they can be read with all they are made of. */
async function filesOf(options: RunOptions, folders: Set<string>): Promise<string[]> {
  const files = new Set(options.scenario.map((file) => resolve(file)));
  const modules = options.policy.filter((name) => existsSync(name));
  for (const file of options.scenario) {
    try {
      const { scenario, files: own } = await loadScenario(file, { set: options.set });
      for (const each of own) files.add(resolve(each));
      for (const each of tracesOf(scenario)) files.add(each);
      for (const { policy } of chosenPolicies(scenario, options.policy))
        if ("file" in policy) modules.push(policy.file);
      folders.add(folderOf(scenario.name, options));
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
    }
  }
  for (const file of modules.filter((each) => existsSync(each))) {
    for (const each of moduleFiles(file).files) files.add(each);
  }
  return [...files];
}

function tracesOf({ workload }: Scenario): string[] {
  return workload.flatMap((spec) => ("file" in spec && spec.file !== undefined ? [spec.file] : []));
}

/** Folders are watched and not files: most editors write a new file and give it the name of the old one. */
function nextChange(files: readonly string[]) {
  const controller = new AbortController();
  const { signal } = controller;
  const watchers: FSWatcher[] = [];
  for (const folder of new Set(files.map((file) => dirname(file)))) {
    const names = new Set(files.filter((file) => dirname(file) === folder).map((file) => basename(file)));
    const onChange = (_: string, name: string | null) => {
      // An editor may need several steps.
      if (name === null || names.has(name)) setTimeout(() => controller.abort(), SETTLED);
    };
    if (existsSync(folder)) watchers.push(watch(folder, onChange));
  }
  const happened = new Promise<"changed">((done) => {
    if (signal.aborted) done("changed");
    signal.addEventListener("abort", () => done("changed"));
  });
  return {
    signal,
    close: () => {
      for (const watcher of watchers) watcher.close();
    },
    or: async <Other>(other: (over: AbortSignal) => Promise<Other>) => Promise.race([happened, other(signal)]),
  };
}

function interruption(over: AbortSignal): Promise<"interrupted"> {
  return new Promise((done) => {
    const stop = () => done("interrupted");
    process.once("SIGINT", stop);
    over.addEventListener("abort", () => process.off("SIGINT", stop));
  });
}

/** Milliseconds. */
const SETTLED = 50;
