import type { Json, Phase } from "../../policies/policy.ts";
import { clopperPearson } from "../measure/clopper-pearson.ts";
import type { Noted } from "./note-situations.ts";
import {
  type Asked,
  type Counterexample,
  type Findings,
  type IsOver,
  type Start,
  type Stretch,
  type Subject,
  type Tally,
  unfit,
} from "./search.ts";

/** Who makes the runs of a check: this thread, or several. Who did never shows in what they find. */
export interface Searcher {
  /** Stretches searched at a time. */
  readonly size: number;
  explore(stretch: Pick<Stretch, "seed" | "from" | "count">): Promise<Findings>;
  /** By the name of the property. */
  shrink(property: string, start: Start): Promise<Counterexample | undefined>;
}

export interface CheckOptions {
  readonly runs: number;
  readonly seed: number;
  /** Of a case found with this seed: it alone is run. */
  readonly path?: string | undefined;
  /** Asked between stretches; true ends the search, and what has been found by then counts. */
  readonly isOver?: IsOver;
  readonly onProgress?: (runs: number) => void;
  /** What the policy has been in before the search: it counts as seen. */
  readonly before?: Noted;
}

/** What a check says of one policy. */
export interface CheckReport {
  readonly label: string;
  readonly runs: number;
  /** Runs that were cut off at the end of the search, and count for nothing. */
  readonly unfinished: number;
  readonly seed: number;
  /** Distinct situations: what it said, together with what its replicas were doing and what it could see. */
  readonly situations: number;
  /** In which it saw a replica. */
  readonly phases: readonly Phase[];
  /** Reason codes it gave, and those of its catalogue entry that it never did. */
  readonly codes: readonly string[];
  readonly unseen: readonly string[];
  readonly verdicts: readonly Verdict[];
}

export interface Verdict {
  readonly property: string;
  readonly summary: string;
  readonly parameters: Json;
  readonly outcome: "held" | "violated" | "not applicable";
  /** Why it is not applicable. */
  readonly why?: string;
  /** Runs that had what it takes to be judged, and those in which it did not hold. */
  readonly judged: number;
  readonly failed: number;
  /** Share of such runs, of this generator, in which it does not hold: with 95 % confidence. */
  readonly chance?: { readonly low: number; readonly high: number };
  readonly counterexample?: Counterexample;
}

/** Runs a policy through situations and judges each property on every run; those that do not hold get the smallest case found. */
export async function checkPolicy(
  subject: Subject,
  asked: readonly Asked[],
  searcher: Searcher,
  { runs, seed, path, isOver = () => false, onProgress, before }: CheckOptions,
): Promise<CheckReport> {
  const found: Findings[] = [];
  let next = 0;
  let done = 0;
  async function work(): Promise<void> {
    while (!(await isOver()) && next < runs) {
      const from = next;
      const count = Math.min(STRETCH, runs - from);
      next += count;
      found[from / STRETCH] = await searcher.explore({ seed, from, count });
      done += count;
      onProgress?.(done);
    }
  }
  if (path === undefined) await Promise.all(Array.from({ length: searcher.size }, work));
  else found.push(await searcher.explore({ seed, from: path, count: 1 }));
  const searched = together(found);
  const verdicts: Verdict[] = [];
  let judged = 0;
  async function judge(): Promise<void> {
    for (let index = judged++; index < asked.length; index = judged++) {
      const each = asked[index] as Asked;
      const tally = searched.tallies[each.property.name] ?? { judged: 0, failed: 0 };
      const { first, violation } = tally;
      const start = first === undefined ? undefined : { seed, path: first, ...(violation && { violation }) };
      const counterexample = start && (await searcher.shrink(each.property.name, start));
      const why = unfit(each, subject) ?? (searched.runs === 0 ? "no run was made" : undefined);
      verdicts[index] = verdictOf(each, why, tally, counterexample);
    }
  }
  await Promise.all(Array.from({ length: searcher.size }, judge));
  const shown = verdicts.flatMap(({ counterexample }) => counterexample?.noted ?? []);
  const all = together([searched, ...[...shown, ...(before === undefined ? [] : [before])].map(withoutRuns)]);
  const known = Object.keys(subject.entry?.reasons ?? {});
  return {
    label: subject.spec.label,
    runs: all.runs,
    unfinished: all.unfinished,
    seed,
    situations: all.situations.length,
    phases: all.phases,
    codes: all.codes,
    unseen: known.filter((code) => !all.codes.includes(code)),
    verdicts,
  };
}

/** Runs of one stretch: some tenths of a second. */
const STRETCH = 25;

function verdictOf(
  { property, parameters }: Asked,
  why: string | undefined,
  tally: Tally,
  counterexample?: Counterexample,
): Verdict {
  const about = { property: property.name, summary: property.summary, parameters: parameters as Json };
  const { judged, failed } = tally;
  if (why !== undefined) return { ...about, outcome: "not applicable", why, judged: 0, failed: 0 };
  if (judged === 0) return { ...about, outcome: "not applicable", why: `no run had ${property.needs}`, judged, failed };
  const chance = clopperPearson(failed, judged);
  if (failed === 0) return { ...about, outcome: "held", judged, failed, chance };
  return { ...about, outcome: "violated", judged, failed, chance, ...(counterexample && { counterexample }) };
}

/** Cases that are no runs of the search: what they were in counts, and nothing else. */
function withoutRuns(noted: Noted): Findings {
  return { ...noted, runs: 0, unfinished: 0, tallies: {} };
}

/** Several stretches as one; the first failing run is the one with the least number. */
function together(found: readonly Findings[]): Findings {
  const tallies: Record<string, Tally> = {};
  const situations = new Set<string>();
  const codes = new Set<string>();
  const phases = new Set<Phase>();
  let runs = 0;
  let unfinished = 0;
  for (const each of found) {
    if (each === undefined) continue;
    runs += each.runs;
    unfinished += each.unfinished;
    for (const situation of each.situations) situations.add(situation);
    for (const code of each.codes) codes.add(code);
    for (const phase of each.phases) phases.add(phase);
    for (const [name, { judged, failed, ...first }] of Object.entries(each.tallies)) {
      const before = tallies[name] ?? { judged: 0, failed: 0 };
      // What was found earlier stays.
      tallies[name] = { ...first, ...before, judged: before.judged + judged, failed: before.failed + failed };
    }
  }
  const noted = { situations: [...situations].sort(), codes: [...codes].sort(), phases: [...phases].sort() };
  return { runs, unfinished, tallies, ...noted };
}
