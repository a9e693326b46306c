import { availableParallelism } from "node:os";
import { join } from "node:path";
import { UsageError } from "../../policies/index.ts";
import { writeResult } from "../../reports/index.ts";
import { type Loaded, loadScenario, type Scenario } from "../../scenarios/index.ts";
import { alone, type Candidate, type Crew, experiment, loadTraces, type Traces, unitsOf } from "../../sim/index.ts";
import { policyWarnings } from "../reads/policy-warnings.ts";
import { toolVersion } from "../version.ts";
import { candidatesOf } from "./candidates.ts";
import { chosenPolicies } from "./chosen-policies.ts";
import { folderOf } from "./folder-of.ts";
import { interruptible } from "./interruptible.ts";
import { journalsIn, linkedJournals } from "./journals.ts";
import { openInBrowser } from "./open-in-browser.ts";
import type { RunOptions } from "./options.ts";
import { outputFolder } from "./output-folder.ts";
import { blame } from "./policy-module.ts";
import { progressOn } from "./progress.ts";
import { quickCompilation } from "./quick-compilation.ts";
import { refuseRegret } from "./refuse-regret.ts";
import { repeatCommand } from "./repeat-command.ts";
import { remembering } from "./run-cache.ts";
import { tell, tellingOf } from "./tell.ts";
import { tellAgain } from "./tell-again.ts";
import { threads } from "./threads.ts";
import { cached } from "./trace-cache.ts";
import { watchScenarios } from "./watch-scenarios.ts";
import { withBaseline } from "./with-baseline.ts";
import { withPrecision } from "./with-precision.ts";

/** `disfun-sim run`, once or with every change. */
export async function runOrWatch(options: RunOptions): Promise<void> {
  if (!options.watch) return runScenarios(options);
  if (options["dry-run"]) throw new UsageError("--watch and --dry-run do not go together");
  return watchScenarios(options, runScenarios);
}

/** Every scenario is read before the first one runs, so that a typing error in the last costs nothing. */
async function runScenarios(options: RunOptions, changed?: AbortSignal): Promise<void> {
  const { format } = tellingOf(options);
  if (format !== "text" && options.scenario.length > 1) {
    throw new UsageError(`--${options.json ? "json" : `format ${format}`} prints one document; give one scenario`);
  }
  const set = options.seeds === undefined ? options.set : [...options.set, `seeds=${seedsOf(options.seeds)}`];
  const jobs = [];
  for (const file of options.scenario) jobs.push({ file, loaded: await loadScenario(file, { set }) });
  const names = jobs.map(({ loaded }) => loaded.scenario.name);
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice !== undefined) throw new UsageError(`two scenarios are called "${twice}"; run one after the other`);
  for (const { file, loaded } of jobs) await runOne(file, loaded, options, changed);
}

/** As `--set` reads it: a number is how many, commas make a list. */
function seedsOf(text: string): string {
  if (/^0+$/.test(text)) throw new UsageError(`--seeds ${text}: expected at least 1; seed 0 alone is 0,`);
  if (/^\d+$/.test(text)) return text;
  if (/^\d+(,\d+)*,?$/.test(text)) return `[${text.replace(/,$/, "")}]`;
  throw new UsageError(`--seeds ${text}: expected how many, 10, or which, 1,2,5`);
}

async function runOne(
  file: string,
  { scenario: written, warnings }: Loaded,
  options: RunOptions,
  changed?: AbortSignal,
): Promise<void> {
  const chosen = { ...written, policies: chosenPolicies(written, options.policy) };
  const precise = withPrecision(chosen, options.precision, options["max-seeds"]);
  const scenario = withBaseline(precise, options.baseline);
  if (!options.baselines) refuseRegret(scenario);
  const candidates = await candidatesOf(scenario);
  if (options["dry-run"]) {
    process.stdout.write(`${JSON.stringify(scenario, null, 2)}\n`);
    return;
  }
  const folder = folderOf(scenario.name, options);
  const output = outputFolder(folder);
  const journals = journalsIn(folder, scenario, options.journal);
  quickCompilation();
  const progress = progressOn(process.stderr, scenario.name, options.quiet);
  function clean(): void {
    progress.end();
    journals.discard();
    output.discard();
  }
  const { signal, halt, release } = interruptible(clean, () => {
    progress.end();
    process.stderr.write("finishing the runs under way, and reporting; Ctrl-C again stops at once\n");
  });
  const telling = tellingOf(options);
  const aside = telling.format === "text" ? process.stdout : process.stderr;
  let crew: OwnCrew | undefined;
  try {
    const traces = await loadTraces(scenario, { recall: cached });
    crew = crewFor(scenario, candidates, traces, options.threads);
    const ended = changed === undefined ? signal : AbortSignal.any([signal, changed]);
    const whole = options.cache ? remembering(crew, scenario, traces) : crew;
    const made = await experiment(scenario, candidates, {
      version: toolVersion(),
      warnings: [...warnings, ...policyWarnings(scenario, candidates)],
      traces,
      crew: whole,
      baselines: options.baselines,
      signal: ended,
      halt,
      journal: journals.open,
      onDrawn: journals.onDrawn,
      onProgress: progress.show,
    });
    progress.end();
    const kept = await journals.close();
    const linked = linkedJournals(made, kept);
    const seeds = made.interrupted === undefined || made.windows ? options.seeds : `${made.seeds.join()},`;
    const command = repeatCommand(file, { ...options, seeds });
    const result = { ...made, command, ...(linked.seed === undefined ? {} : { journaled: linked.seed }) };
    await writeResult(result, folder, { journals: linked.files, watched: options.watch });
    output.tidy(kept.map(({ name }) => name));
    const report = join(folder, "report.html");
    await tell(result, telling);
    if (telling.format === "text") aside.write("\n");
    await tellAgain(file, scenario, traces, aside);
    aside.write(`${report}\n`);
    if (options.open) openInBrowser(report);
    if (result.interrupted !== undefined) process.exitCode = 130;
    else if (result.expectations?.some(({ outcome }) => outcome === "failed")) process.exitCode = 1;
  } catch (error) {
    progress.end();
    // A counterexample may show just this: that its policy is refused.
    if (!(error instanceof UsageError)) throw error;
    if (!(await tellAgain(file, scenario, await loadTraces(scenario, { recall: cached }), aside))) throw error;
    process.stderr.write(`${error.describe()}\n`);
  } finally {
    await crew?.close();
    clean();
    release();
  }
}

interface OwnCrew extends Crew {
  close(): Promise<void>;
}

/** One thread a core, and none that has nothing to do. */
function threadsFor(planned: number, given: string | undefined): number {
  const most = given === undefined ? availableParallelism() : Number(given);
  if (!Number.isInteger(most) || most < 1) throw new UsageError(`--threads ${given}: expected a number from 1 up`);
  // Run from its sources by tsx, Node 20 does not find them in other threads.
  if (import.meta.url.endsWith(".ts")) return 1;
  return Math.min(most, planned);
}

/** Points at a module of the user when its policy fails. */
function crewFor(
  scenario: Scenario,
  candidates: readonly Candidate[],
  traces: Traces,
  given: string | undefined,
): OwnCrew {
  const units = scenario.precision?.most ?? unitsOf(scenario, traces).length;
  const planned = candidates.length * units;
  const size = threadsFor(planned, given);
  const here = alone(scenario, candidates, traces);
  const several = size > 1 ? threads({ size, planned }, scenario, traces, here) : undefined;
  const crew = several ?? here;
  return {
    size,
    run: async (job, watch) => {
      try {
        return await crew.run(job, watch);
      } catch (error) {
        throw blame(error, moduleOf(scenario, job.label), job.label);
      }
    },
    bound: crew.bound,
    close: async () => several?.close(),
  };
}

function moduleOf({ policies }: Scenario, label: string): string | undefined {
  const policy = policies.find((each) => each.label === label)?.policy;
  return policy !== undefined && "file" in policy ? policy.file : undefined;
}
