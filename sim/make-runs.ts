import type { PrecisionSpec, Scenario } from "../scenarios/scenario.ts";
import type { Candidate, Crew } from "./crew.ts";
import { FEWEST_RUNS, runsToLookAt, widestInterval, width } from "./measure/precision.ts";
import { objectiveMeasures } from "./measure/recommend.ts";
import { summarize } from "./measure/summary.ts";
import type { Interrupted, PolicyResult, Precision } from "./result.ts";
import type { Run } from "./run.ts";
import { type Listening, runAll } from "./run-all.ts";

/** The runs of an experiment: every policy here on every seed here, as a comparison in pairs needs them. */
export interface Made {
  readonly seeds: readonly number[];
  /** By the label of the policy, in the order of the seeds. */
  readonly runs: ReadonlyMap<string, readonly Run[]>;
  readonly precision?: Precision;
  readonly interrupted?: Interrupted;
}

/**
 * Every policy on every seed of the scenario, the policies in turn; with a precision, on more seeds until the intervals are
 * tight enough. That is the sequential procedure of Chow and Robbins (1965), looking at intervals after some runs, and only
 * after those: so they cover the mean in 94 % of experiments at least, by trial. Halted, it keeps the
 * seeds that every policy has been run on; before there is one, the policies that have been run on the first.
 */
export async function makeRuns(
  scenario: Scenario,
  candidates: readonly Candidate[],
  crew: Crew,
  listening: Listening,
): Promise<Made> {
  const { precision } = scenario;
  const rows: (readonly (Run | undefined)[])[] = [];
  let seeds = precision === undefined ? scenario.seeds : firstSeeds(scenario.seeds, precision);
  for (;;) {
    const batch = seeds.slice(rows.length);
    const jobs = batch.flatMap((seed) => candidates.map(({ label }) => ({ label, seed })));
    const runs = await runAll(jobs, crew, listening, rows.length * candidates.length);
    rows.push(...batch.map((_, row) => runs.slice(row * candidates.length, (row + 1) * candidates.length)));
    if (rows.some((row) => row.includes(undefined))) return finished(candidates, seeds, rows);
    const made = { seeds, runs: byLabel(candidates, rows) };
    if (precision === undefined) return made;
    const found = judged(made, precision, scenario);
    if (found.reached || seeds.length >= precision.most) return { ...made, precision: found };
    if (listening.halt?.aborted === true)
      return { ...made, precision: found, interrupted: { planned: precision.most } };
    const next = runsToLookAt(seeds.length, found.widest, precision.within);
    seeds = moreSeeds(seeds, Math.min(precision.most, next));
  }
}

/** Enough for a first look, unless fewer are allowed. */
function firstSeeds(seeds: readonly number[], { most }: PrecisionSpec): readonly number[] {
  return moreSeeds(seeds, Math.min(most, Math.max(FEWEST_RUNS, seeds.length))).slice(0, most);
}

/** The next whole numbers that are not among them. */
function moreSeeds(seeds: readonly number[], count: number): readonly number[] {
  const last = Math.max(...seeds);
  return [...seeds, ...Array.from({ length: Math.max(0, count - seeds.length) }, (_, index) => last + 1 + index)];
}

function judged({ runs }: Made, { within, of, most }: PrecisionSpec, { objective }: Scenario): Precision {
  const policies = [...runs].map(([label, own]) => ({ label, runs: own.map((run) => run.measures) }));
  const measures = of?.map((name) => ({ name })) ?? objectiveMeasures(policies.map(summarized), objective);
  const widest = widestInterval(policies, measures);
  return { within, measures: measures.map(({ name }) => name), reached: width(widest) <= within, most, widest };
}

function summarized(policy: Pick<PolicyResult, "label" | "runs">) {
  return { ...policy, summary: summarize(policy.runs) };
}

/** What is whole of it. */
function finished(
  candidates: readonly Candidate[],
  seeds: readonly number[],
  rows: readonly (readonly (Run | undefined)[])[],
): Made {
  const interrupted = { planned: seeds.length };
  const whole = seeds.filter((_, row) => rows[row]?.every((run) => run !== undefined));
  if (whole.length > 0) {
    const kept = rows.filter((_, row) => whole.includes(seeds[row]!));
    return { seeds: whole, runs: byLabel(candidates, kept), interrupted };
  }
  const first = rows.slice(0, 1);
  const begun = [...byLabel(candidates, first)].filter(([, runs]) => runs.length > 0);
  const runs = new Map(begun);
  const notRun = candidates.map(({ label }) => label).filter((label) => !runs.has(label));
  return { seeds: seeds.slice(0, 1), runs, interrupted: { ...interrupted, notRun } };
}

function byLabel(candidates: readonly Candidate[], rows: readonly (readonly (Run | undefined)[])[]) {
  return new Map(
    candidates.map(({ label }, column) => [label, rows.flatMap((row): Run[] => (row[column] ? [row[column]] : []))]),
  );
}
