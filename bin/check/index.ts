import { writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import { UsageError } from "../../policies/index.ts";
import { duration, readUnit } from "../../scenarios/index.ts";
import { type CheckReport, type Counterexample, checkPolicy, unfit, type Verdict } from "../../sim/check/index.ts";
import { interruptible } from "../run/interruptible.ts";
import { outputFolder } from "../run/output-folder.ts";
import { isOverAt } from "./is-over.ts";
import { junit } from "./junit.ts";
import type { CheckOptions } from "./options.ts";
import { type Plan, prepare } from "./plan.ts";
import { plansOf } from "./plans.ts";
import { nothingReplayed, replayed } from "./regressions.ts";
import { searchHere, shareOf, type Until } from "./search-here.ts";
import { searchOn } from "./threads.ts";
import { told } from "./told.ts";
import { writeCounterexamples } from "./write-counterexamples.ts";

/** A report, and for each property that does not hold the file that shows it. */
export interface Checked extends CheckReport {
  /** Runs that were to be made. */
  readonly wanted: number;
  readonly files: Readonly<Record<string, string>>;
  /** What was found before and no longer shows anything. */
  readonly mended: readonly string[];
  /** What was found before with other parameters, and not tried again. */
  readonly skipped: readonly string[];
  /** What was found before, and there was no time to try it again. */
  readonly untried: readonly string[];
  /** Nothing was searched for: all that applies is violated as found before. */
  readonly known: boolean;
}

/** `disfun-sim check`: every policy named, one after the other. Exit code 1 where a property does not hold. */
export async function checkAll(options: CheckOptions): Promise<void> {
  const plans = await plansOf(options);
  const runs = whole(options.runs, "--runs");
  if (runs === 0) throw new UsageError("--runs 0: expected at least 1");
  const seed = whole(options.seed, "--seed");
  const path = options.path === undefined ? undefined : pathOf(options.path);
  const size = threadsFor(options.threads);
  const end =
    options.time === undefined ? Number.POSITIVE_INFINITY : Date.now() + 1000 * readUnit(duration, options.time);
  const progress = progressOn(options);
  const { halt, signal, release } = interruptible(progress.clear, () => {
    progress.clear();
    process.stderr.write("ending the search, and reporting; Ctrl-C again stops at once\n");
  });
  const ended = AbortSignal.any([halt, signal]);
  const all: Checked[] = [];
  try {
    for (const [index, plan] of plans.entries()) {
      if (ended.aborted) break;
      const until = shareOf(end, plans.length - index);
      const checked = await checkOne(plan, options, { runs, seed, path, size, until, ended, progress });
      signal.throwIfAborted();
      all.push(checked);
      if (!options.json) process.stdout.write(told(checked));
    }
  } finally {
    release();
  }
  const unchecked = plans.slice(all.length).map(({ policy }) => policy.label);
  if (options.json) {
    const left = unchecked.length > 0 && { unchecked };
    process.stdout.write(`${JSON.stringify({ version: 1, ...left, checks: all.map(withoutSituations) }, null, 2)}\n`);
  } else for (const label of unchecked) process.stdout.write(`${label}: not checked\n`);
  if (options.junit !== undefined) {
    outputFolder(dirname(options.junit), "--junit");
    writeFileSync(options.junit, junit(all));
  }
  if (halt.aborted) process.exitCode = 130;
  else if (all.some(({ verdicts }) => verdicts.some(({ outcome }) => outcome === "violated"))) process.exitCode = 1;
  else refuseUnsearched(all, options.time);
}

/** What was never run must not pass for what held. */
function refuseUnsearched(all: readonly Checked[], time: string | undefined): void {
  const labels = all.filter(({ runs }) => runs === 0).map(({ label }) => `"${label}"`);
  if (labels.length > 0) throw new UsageError(`--time ${time} is too short for one run of ${labels.join(", ")}`);
}

interface Search {
  readonly runs: number;
  readonly seed: number;
  readonly path: string | undefined;
  readonly size: number;
  readonly until: Until;
  /** Aborted when somebody wants it to end before. */
  readonly ended: AbortSignal;
  readonly progress: ReturnType<typeof progressOn>;
}

async function checkOne(plan: Plan, options: CheckOptions, search: Search): Promise<Checked> {
  const { runs, path, size, until, ended, progress } = search;
  const out = options.out ?? join("out", "check");
  const ready = await prepare(plan);
  const { subject, asked } = ready;
  subject.make(plan.policy.parameters);
  const isOver = isOverAt(until.search, ended);
  const before = path === undefined ? await replayed(options.regressions ?? out, plan, ready, isOver) : nothingReplayed;
  const { found, mended, skipped, untried, noted } = before;
  const open = { ...ready, asked: asked.filter(({ property }) => !found.has(property.name)) };
  const known = found.size > 0 && open.asked.every((each) => unfit(each, subject) !== undefined);
  const here = searchHere(open, until, ended);
  const properties = plan.properties.filter(({ name }) => !found.has(name));
  const searcher = size > 1 ? searchOn(size, { plan: { ...plan, properties }, until }, here, ended) : undefined;
  const onProgress = (done: number) => progress.show(`${plan.policy.label}: ${done}/${runs} runs`);
  try {
    const settings = { ...search, runs: known ? 0 : runs, isOver, onProgress, before: noted };
    const report = await checkPolicy(subject, open.asked, searcher ?? here, settings);
    const verdicts = asked.map(({ property, parameters }) => {
      const searched = report.verdicts.find((verdict) => verdict.property === property.name);
      return searched ?? stillViolated(property, parameters, found.get(property.name));
    });
    const files = await writeCounterexamples(out, plan, ready, verdicts, pagesUntil(until, ended));
    // The file of a property may have been written anew.
    const still = (before: typeof mended) =>
      before.filter(({ property }) => files[property] === undefined).map(({ file }) => file);
    const wanted = path === undefined ? runs : 1;
    const again = { mended: still(mended), skipped: still(skipped), untried: still(untried), known };
    return { ...report, wanted, verdicts, files, ...again };
  } finally {
    progress.clear();
    await searcher?.close();
  }
}

/** A second after the end: what takes longer to draw is left out. */
function pagesUntil({ shrink }: Until, ended: AbortSignal): AbortSignal {
  const late = new AbortController();
  const end = (wait: number) => setTimeout(() => late.abort(), Math.max(0, wait) + 1000).unref();
  if (ended.aborted) end(0);
  else ended.addEventListener("abort", () => end(0));
  if (shrink < Number.POSITIVE_INFINITY) end(shrink - Date.now());
  return late.signal;
}

/** Of a regression: one run, which is judged again. */
function stillViolated(
  { name, summary }: { readonly name: string; readonly summary: string },
  parameters: unknown,
  counterexample: Counterexample | undefined,
): Verdict {
  const about = { property: name, summary, parameters: parameters as Verdict["parameters"] };
  return { ...about, outcome: "violated", judged: 1, failed: 1, ...(counterexample && { counterexample }) };
}

/** What JSON tells: the scenario of a counterexample is in its file. */
function withoutSituations({ verdicts, ...report }: Checked) {
  return {
    ...report,
    verdicts: verdicts.map(({ counterexample, ...verdict }) => {
      if (counterexample === undefined) return verdict;
      const { violation, seed, path, tried, situation } = counterexample;
      return { ...verdict, counterexample: { world: situation.world, seed, path, tried, violation } };
    }),
  };
}

function whole(text: string, option: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0) return value;
  throw new UsageError(`${option} ${text}: expected a whole number`);
}

function pathOf(text: string): string {
  if (/^\d+(:\d+)*$/.test(text)) return text;
  throw new UsageError(`--path ${text}: expected the path of a counterexample, such as 17 or 17:0:2`);
}

/** One line, on a terminal that wants it. */
function progressOn({ quiet }: CheckOptions) {
  const isShown = !quiet && process.stderr.isTTY;
  const show = (text: string) => void (isShown && process.stderr.write(`\r\x1b[K${text}`));
  return { show, clear: () => show("") };
}

function threadsFor(given: string | undefined): number {
  const most = given === undefined ? availableParallelism() : Number(given);
  if (!Number.isInteger(most) || most < 1) throw new UsageError(`--threads ${given}: expected a number from 1 up`);
  // Run from its sources by tsx, Node 20 does not find them in other threads.
  return import.meta.url.endsWith(".ts") ? 1 : most;
}
