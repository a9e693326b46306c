import type { Json } from "../../policies/policy.ts";
import { fc } from "./fast-check.ts";
import { type Noted, noteSituations } from "./note-situations.ts";
import type { Property, Violation } from "./property.ts";
import { recordHistory } from "./record-history.ts";
import { type RunRecord, recordRun } from "./run-record.ts";
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
  readonly runs: number;
  /** By the property's name. */
  readonly tallies: Readonly<Record<string, Tally>>;
}

export interface Tally {
  /** Runs that had what it takes to be judged, and those in which the property did not hold. */
  readonly judged: number;
  readonly failed: number;
  /** Path of the first run in which it did not hold: its number. */
  readonly first?: string;
}

/** `count` runs of the search with this seed, from number `from` on or at that path, every property judged on each: the same whoever makes them. */
export function explore(
  subject: Subject,
  situations: fc.Arbitrary<Situation>,
  asked: readonly Asked[],
  { seed, from, count, isOver = () => false }: Stretch,
): Findings {
  const tallies = new Map(
    asked.map(({ property }) => [property.name, { judged: 0, failed: 0, first: undefined as string | undefined }]),
  );
  const noted = noteSituations();
  let runs = 0;
  for (const situation of fc.sample(situations, { seed, path: String(from), numRuns: count })) {
    if (isOver()) break;
    const run = runOf(subject, situation);
    noted.add(run);
    const [policy = subject.spec] = situation.scenario.policies;
    for (const each of asked) {
      const { property, parameters } = each;
      if (unfit(each, subject, policy.parameters) !== undefined) continue;
      const tally = tallies.get(property.name)!;
      const judgment = property.judge(run, parameters);
      if (judgment === undefined) continue;
      tally.judged++;
      if (judgment === "kept") continue;
      tally.failed++;
      tally.first ??= typeof from === "string" ? from : String(from + runs);
    }
    runs++;
  }
  return {
    runs,
    tallies: Object.fromEntries(
      [...tallies].map(([name, { first, ...tally }]) => [name, first === undefined ? tally : { ...tally, first }]),
    ),
    ...noted.all(),
  };
}

/** Why a property does not apply to a policy with these parameters, where it does not. */
export function unfit({ property }: Asked, { spec, entry, make }: Subject, parameters = spec.parameters) {
  return property.unfit?.(make(parameters), entry);
}

export interface Stretch {
  readonly seed: number;
  readonly from: number | string;
  readonly count: number;
  /** Asked before every run; true ends the stretch. */
  readonly isOver?: () => boolean;
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
}

/** Where making a run smaller begins. */
export interface Start {
  readonly seed: number;
  readonly path: string;
}

/** Makes the situation of a run smaller for as long as the property does not hold in it; after so many runs it is small enough. */
export function shrink(
  subject: Subject,
  situations: fc.Arbitrary<Situation>,
  { property, parameters }: Asked,
  { seed, path, most = 1500, isOver = () => false }: Start & Pick<Stretch, "isOver"> & { readonly most?: number },
): Counterexample | undefined {
  let tried = 0;
  const found = fc.check(
    fc.property(situations, (situation) => {
      if (tried++ > 0 && (tried > most || isOver())) return true;
      const judgment = property.judge(runOf(subject, situation), parameters);
      return judgment === undefined || judgment === "kept";
    }),
    { seed, path, numRuns: 1 },
  );
  if (!found.failed || found.counterexample === null) return undefined;
  const [situation] = found.counterexample;
  const violation = property.judge(runOf(subject, situation), parameters);
  if (violation === undefined || violation === "kept") return undefined;
  return { situation, violation, seed, path: found.counterexamplePath ?? path, tried };
}

/** One run, as properties judge it. */
export function runOf({ spec, make }: Pick<Subject, "spec" | "make">, situation: Situation): RunRecord {
  const { scenario, traces, seed, history } = situation;
  const { parameters } = scenario.policies[0] ?? spec;
  const own = (more?: Json) => make(parameters, more);
  return history === undefined ? recordRun(scenario, own, seed, traces) : recordHistory(scenario, own, history);
}
