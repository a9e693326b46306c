import type { Group, JournalRecord, Replica } from "../../policies/index.ts";

/** Values at the checks of a run, by their number; undefined where there was no check, or it did not know. */
export type Curve = readonly (number | undefined)[];

/** One run, real or simulated, in what both know of it. */
export interface RunStatistics {
  /** Tasks waiting in each queue. */
  readonly waiting: Readonly<Record<string, Curve>>;
  /** Replicas of each group that serve or are about to. */
  readonly replicas: Readonly<Record<string, Curve>>;
  /** Of those, the ones that are ready. */
  readonly ready: Readonly<Record<string, Curve>>;
  /** Paid for in each group: whatever has been started and is not gone. */
  readonly running: Readonly<Record<string, Curve>>;
  /** The count asked for at each check, by subject: null where nothing was asked for. */
  readonly asked: Readonly<Record<string, readonly (number | null | undefined)[]>>;
}

/** What a journal tells of a run of so many checks, `period` seconds apart; the first of its records is check 0. */
export function runStatistics(records: readonly JournalRecord[], period: number, checks: number): RunStatistics {
  const begin = records[0]?.time ?? 0;
  const byCheck: (JournalRecord | undefined)[] = new Array(checks).fill(undefined);
  for (const record of records) {
    const check = Math.round((record.time - begin) / period);
    if (check < checks) byCheck[check] = record;
  }
  const curve = (of: (record: JournalRecord) => number | undefined): Curve =>
    byCheck.map((record) => record && of(record));
  const queues = namesOf(records, ({ observation }) => observation.queues);
  const groups = namesOf(records, ({ observation }) => observation.groups);
  const count = (counts: (replica: Replica) => boolean) =>
    table(groups, (name) => curve(({ observation }) => countOf(observation.groups[name], counts)));
  return {
    waiting: table(queues, (name) => curve(({ observation }) => observation.queues[name]?.waiting)),
    replicas: count(({ phase }) => phase !== "draining" && phase !== "failed"),
    ready: count(({ phase }) => phase === "ready"),
    running: count(({ phase }) => phase !== "failed"),
    asked: table(groups, (name) => byCheck.map((record) => record && askedOf(record, name))),
  };
}

/** Over the checks at which it is known; undefined where it never is. */
export function meanOf(curve: Curve): number | undefined {
  const known = curve.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : known.reduce((sum, value) => sum + value, 0) / known.length;
}

function countOf(group: Group | undefined, counts: (replica: Replica) => boolean): number | undefined {
  return group?.replicas.filter(counts).length;
}

function askedOf({ decisions }: JournalRecord, subject: string): number | null {
  const action = decisions.find((decision) => decision.subject === subject)?.action;
  return action?.kind === "scale" ? action.desired : null;
}

function namesOf(records: readonly JournalRecord[], of: (record: JournalRecord) => object): string[] {
  return [...new Set(records.flatMap((record) => Object.keys(of(record))))];
}

function table<Value>(names: readonly string[], of: (name: string) => Value): Record<string, Value> {
  return Object.fromEntries(names.map((name) => [name, of(name)]));
}
