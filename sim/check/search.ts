import type { MakePolicy } from "../control/controllers.ts";
import { fc } from "./fast-check.ts";
import { type Noted, noteSituations } from "./note-situations.ts";
import type { Property, Violation } from "./property.ts";
import { recordHistory } from "./record-history.ts";
import { beginRun, type RunRecord, recordRun } from "./run-record.ts";
import type { Situation, Target } from "./situations/situation.ts";

/** Who is checked. */
export type Subject = Target;

/** A property with its parameters. */
export interface Asked {
  readonly property: Property;
  readonly parameters: unknown;
}

/** What some runs of a search have shown. Plain data: it travels between threads. */
export interface Findings extends Noted {
  /** Those that came to their end. */
  readonly runs: number;
  /** Runs that were cut off, which count for nothing. */
  readonly unfinished: number;
  /** By the property's name. */
  readonly tallies: Readonly<Record<string, Tally>>;
}

export interface Tally {
  /** Runs that had what it takes to be judged, and those in which the property did not hold. */
  readonly judged: number;
  readonly failed: number;
  /** Path of the first run in which it did not hold: its number. */
  readonly first?: string;
  /** What went against it there. */
  readonly violation?: Violation;
}

/** Asked again and again; true ends the search within milliseconds. It may let others have their turn meanwhile. */
export type IsOver = () => boolean | Promise<boolean>;

const never: IsOver = () => false;

/** `count` runs of the search with this seed, from number `from` on or at that path, every property judged on each: the same whoever makes them. */
export async function explore(
  subject: Subject,
  situations: fc.Arbitrary<Situation>,
  asked: readonly Asked[],
  { seed, from, count, isOver = never }: Stretch,
): Promise<Findings> {
  const tallies: Record<string, { -readonly [Key in keyof Tally]: Tally[Key] }> = Object.fromEntries(
    asked.map(({ property }) => [property.name, { judged: 0, failed: 0 }]),
  );
  const noted = noteSituations();
  let runs = 0;
  let unfinished = 0;
  for (const situation of fc.sample(situations, { seed, path: String(from), numRuns: count })) {
    if (await isOver()) break;
    const run = await runUnless(isOver, subject, situation);
    if (run === undefined) {
      unfinished = 1;
      break;
    }
    noted.add(run);
    const [policy = subject.spec] = situation.scenario.policies;
    for (const each of asked) {
      const { property, parameters } = each;
      if (unfit(each, subject, policy.parameters) !== undefined) continue;
      const tally = tallies[property.name]!;
      const judgment = property.judge(run, parameters);
      if (judgment === undefined) continue;
      tally.judged++;
      if (judgment === "kept") continue;
      tally.failed++;
      if (tally.first !== undefined) continue;
      tally.first = typeof from === "string" ? from : String(from + runs);
      tally.violation = judgment;
    }
    runs++;
  }
  return { runs, unfinished, tallies, ...noted.all() };
}

/** Why a property does not apply to a policy with these parameters, where it does not. */
export function unfit({ property }: Asked, { spec, entry, make }: Subject, parameters = spec.parameters) {
  return property.unfit?.(make(parameters), entry);
}

export interface Stretch {
  readonly seed: number;
  readonly from: number | string;
  readonly count: number;
  readonly isOver?: IsOver;
}

/** The smallest found situation in which a property does not hold. Plain data, as findings are. */
export interface Counterexample {
  readonly situation: Situation;
  readonly violation: Violation;
  /** Of the search; with the path it leads here again. */
  readonly seed: number;
  readonly path: string;
  /** Runs that making it smaller took. */
  readonly tried: number;
  /** There was no time to make it as small as it might be. */
  readonly cut?: boolean;
  /** What the policy was in, where it was run to make it smaller. */
  readonly noted?: Noted;
}

/** Where making a run smaller begins. */
export interface Start {
  readonly seed: number;
  readonly path: string;
  /** What it showed: where there is no time to run it again, that is what is told. */
  readonly violation?: Violation;
}

/** Makes the situation of a run smaller for as long as the property does not hold in it; after so many runs it is small enough. */
export async function shrink(
  subject: Subject,
  situations: fc.Arbitrary<Situation>,
  { property, parameters }: Asked,
  { seed, path, violation, most = 1500, isOver = never }: Start & Pick<Stretch, "isOver"> & { readonly most?: number },
): Promise<Counterexample | undefined> {
  const smallest: { shown?: Pick<Counterexample, "situation" | "violation">; run?: RunRecord } = {};
  const at = { tried: 0, cut: false };
  const found = await fc.check(
    fc.asyncProperty(situations, async (situation) => {
      if (at.tried === most) return true;
      at.cut ||= await isOver();
      const run = at.cut ? undefined : await runUnless(isOver, subject, situation);
      if (run === undefined) {
        at.cut = true;
        if (smallest.shown !== undefined || violation === undefined) return true;
        smallest.shown = { situation, violation };
        return false;
      }
      at.tried++;
      const judgment = property.judge(run, parameters);
      if (judgment === undefined || judgment === "kept") return true;
      Object.assign(smallest, { shown: { situation, violation: judgment }, run });
      return false;
    }),
    { seed, path, numRuns: 1 },
  );
  const { shown, run } = smallest;
  if (shown === undefined) return undefined;
  const { tried, cut } = at;
  const where = { seed, path: found.counterexamplePath ?? path, tried };
  return { ...shown, ...where, ...(cut && { cut }), ...(run && { noted: notedIn(run) }) };
}

function notedIn(run: RunRecord): Noted {
  const noted = noteSituations();
  noted.add(run);
  return noted.all();
}

/** One run, as properties judge it. */
export function runOf(subject: Pick<Subject, "spec" | "make">, situation: Situation): RunRecord {
  const { scenario, traces, seed, history } = situation;
  const own = makerOf(subject, situation);
  return history === undefined ? recordRun(scenario, own, seed, traces) : recordHistory(scenario, own, history);
}

/** The same, undefined where it was cut off. A history is too short for that. */
export async function runUnless(
  isOver: IsOver,
  subject: Pick<Subject, "spec" | "make">,
  situation: Situation,
): Promise<RunRecord | undefined> {
  const { scenario, traces, seed, history } = situation;
  if (history !== undefined) return runOf(subject, situation);
  const recording = beginRun(scenario, makerOf(subject, situation), seed, traces);
  while (recording.advance(EVENTS)) if (await isOver()) return undefined;
  return recording.record();
}

/** Events between two looks at the time: milliseconds, also where each is a check. */
const EVENTS = 1000;

function makerOf({ spec, make }: Pick<Subject, "spec" | "make">, { scenario }: Situation): MakePolicy {
  const { parameters } = scenario.policies[0] ?? spec;
  return (more) => make(parameters, more);
}
