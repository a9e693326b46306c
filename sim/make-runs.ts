import type { PrecisionSpec, Scenario } from "../scenarios/scenario.ts";
import type { Candidate, Crew } from "./crew.ts";
import { FEWEST_RUNS, runsToLookAt, widestInterval, width } from "./measure/precision.ts";
import { objectiveMeasures } from "./measure/recommend.ts";
import { summarize } from "./measure/summary.ts";
import type { PackedRun } from "./packed-run.ts";
import type { Interrupted, PolicyResult, Precision } from "./result.ts";
import { type Listening, runAll } from "./run-all.ts";
import type { Unit } from "./units.ts";

/** The runs of an experiment: every policy here on every unit here, as a comparison in pairs needs them. */
export interface Made {
  readonly units: readonly Unit[];
  /** By the label of the policy, in the order of the units. */
  readonly runs: ReadonlyMap<string, readonly PackedRun[]>;
  readonly precision?: Precision;
  readonly interrupted?: Interrupted;
}

/**
 * Every policy on every unit, the policies in turn; with a precision, on more seeds until the intervals are
 * tight enough. That is the sequential procedure of Chow and Robbins (1965), looking at intervals after some runs, and only
 * after those: so they cover the mean in 94 % of experiments at least, by trial. Halted, it keeps the
 * units that every policy has been run on; before there is one, the policies that have been run on the first.
 */
export async function makeRuns(
  scenario: Scenario,
  candidates: readonly Candidate[],
  given: readonly Unit[],
  crew: Pick<Crew, "size" | "run">,
  listening: Listening,
): Promise<Made> {
  const { precision } = scenario;
  const rows: (readonly (PackedRun | undefined)[])[] = [];
  let units = precision === undefined ? given : firstUnits(given, precision);
  for (;;) {
    const batch = units.slice(rows.length);
    const jobs = batch.flatMap((unit) => candidates.map(({ label }) => ({ label, ...unit })));
    const runs = await runAll(jobs, crew, listening, rows.length * candidates.length);
    rows.push(...batch.map((_, row) => runs.slice(row * candidates.length, (row + 1) * candidates.length)));
    if (rows.some((row) => row.includes(undefined))) return finished(candidates, units, rows);
    const made = { units, runs: byLabel(candidates, rows) };
    if (precision === undefined) return made;
    const found = judged(made, precision, scenario);
    if (found.reached || units.length >= precision.most) return { ...made, precision: found };
    if (listening.halt?.aborted === true)
      return { ...made, precision: found, interrupted: { planned: precision.most } };
    const next = runsToLookAt(units.length, found.widest, precision.within);
    units = moreSeeds(units, Math.min(precision.most, next));
  }
}

/** Enough for a first look, unless fewer are allowed. */
function firstUnits(units: readonly Unit[], { most }: PrecisionSpec): readonly Unit[] {
  return moreSeeds(units, Math.max(FEWEST_RUNS, units.length)).slice(0, most);
}

/** The next whole numbers that are not among them. */
function moreSeeds(units: readonly Unit[], count: number): readonly Unit[] {
  const last = Math.max(...units.map(({ seed }) => seed));
  const more = Math.max(0, count - units.length);
  return [...units, ...Array.from({ length: more }, (_, index) => ({ seed: last + 1 + index }))];
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
  units: readonly Unit[],
  rows: readonly (readonly (PackedRun | undefined)[])[],
): Made {
  const interrupted = { planned: units.length };
  const whole = [...rows.keys()].filter((row) => rows[row]?.every((run) => run !== undefined));
  if (whole.length > 0) {
    const kept = whole.map((row) => rows[row]!);
    return { units: whole.map((row) => units[row]!), runs: byLabel(candidates, kept), interrupted };
  }
  const runs = new Map([...byLabel(candidates, rows.slice(0, 1))].filter(([, own]) => own.length > 0));
  const notRun = candidates.map(({ label }) => label).filter((label) => !runs.has(label));
  return { units: units.slice(0, 1), runs, interrupted: { ...interrupted, notRun } };
}

function byLabel(candidates: readonly Candidate[], rows: readonly (readonly (PackedRun | undefined)[])[]) {
  return new Map(
    candidates.map(({ label }, column) => [
      label,
      rows.flatMap((row): PackedRun[] => (row[column] ? [row[column]] : [])),
    ]),
  );
}
