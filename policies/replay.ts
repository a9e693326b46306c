import { control } from "./controller.ts";
import { isHeader, type JournalHeader, type JournalRecord, parseLine } from "./journal.ts";
import type { Decision, Observation, Policy, Seconds } from "./policy.ts";
import { UsageError } from "./usage-error.ts";

/** A line of a journal, or an observation on a line of its own, with its place. */
export interface ReplayLine {
  readonly header?: JournalHeader;
  readonly record?: Omit<JournalRecord, "decisions"> & { readonly decisions?: readonly Decision[] };
  readonly place: UsageError["place"];
}

/** Lines of a journal, or of a file with one observation a line. Throws a `UsageError` with file and line. */
export function* replayLines(lines: Iterable<string>, file: string): Generator<ReplayLine> {
  let number = 0;
  for (const text of lines) {
    number++;
    if (text.trim() === "") continue;
    const place = { file, line: number };
    const observation = observationOf(text);
    if (observation !== undefined) {
      yield { record: { time: observation.time, observation }, place };
      continue;
    }
    const line = parseLine(text, place);
    yield isHeader(line) ? { header: line, place } : { record: line, place };
  }
}

/** What a file of observations may leave out. */
const EMPTY: Partial<Observation> = { nodes: {}, devices: {}, caches: {}, signals: {} };

function observationOf(text: string): Observation | undefined {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    // The journal's reader tells what is wrong.
    return undefined;
  }
  const isObservation = typeof read === "object" && read !== null && "queues" in read && "groups" in read;
  return isObservation ? { ...EMPTY, ...(read as Observation) } : undefined;
}

export interface Replayed {
  readonly time: Seconds;
  readonly controller?: string;
  readonly decisions: readonly Decision[];
  /** What the journal says was decided. */
  readonly recorded?: readonly Decision[];
}

/**
 * What a policy decides on recorded observations: open loop, for what is seen does not follow from it. `make` gives each controller
 * of the journal its policy, and the memory to go on from.
 */
export function* replay(
  lines: Iterable<ReplayLine>,
  make: (header: JournalHeader | undefined) => { readonly policy: Policy; readonly memory?: JournalHeader["memory"] },
): Generator<Replayed> {
  const controllers = new Map<string | undefined, ReturnType<typeof control>>();
  const begin = (name: string | undefined, header: JournalHeader | undefined) => {
    const { policy, memory } = make(header);
    const made = control(policy, memory, name);
    controllers.set(name, made);
    return made;
  };
  for (const { header, record, place } of lines) {
    // A header in the middle tells of a reload, which changes nothing for another policy.
    if (header !== undefined && !controllers.has(header.controller)) begin(header.controller, header);
    if (record === undefined) continue;
    const { controller: name, observation, decisions: recorded } = record;
    const controller = controllers.get(name) ?? begin(name, undefined);
    try {
      const { decisions } = controller.step(observation).record;
      yield {
        time: record.time,
        ...(name === undefined ? {} : { controller: name }),
        decisions,
        ...(recorded === undefined ? {} : { recorded }),
      };
    } catch (error) {
      if (error instanceof UsageError) throw new UsageError(error.message, place);
      throw new UsageError(`not an observation: ${error instanceof Error ? error.message : error}`, place);
    }
  }
}

/** One subject on which two decisions differ; undefined where one says nothing of it. */
export interface Difference {
  readonly subject: string;
  readonly first: Decision | undefined;
  readonly second: Decision | undefined;
}

/** Subjects on which different actions are asked for. Saying nothing and asking for nothing are the same. */
export function differences(first: readonly Decision[], second: readonly Decision[]): Difference[] {
  const subjects = [...new Set([...first, ...second].map(({ subject }) => subject))];
  return subjects.flatMap((subject) => {
    const [one, other] = [first, second].map((all) => all.find((each) => each.subject === subject));
    const same = JSON.stringify(one?.action ?? null) === JSON.stringify(other?.action ?? null);
    return same ? [] : [{ subject, first: one, second: other }];
  });
}
