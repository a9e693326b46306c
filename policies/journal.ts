import type { Held } from "./held.ts";
import type { Decision, Json, Observation, Seconds } from "./policy.ts";
import { UsageError } from "./usage-error.ts";

/** What a replay needs to rebuild the policy and go on: the first line of a journal, and one more after every reload. */
export interface JournalHeader {
  readonly version: 1;
  readonly kind: "header";
  /** Whose lines these are, where several controllers write one journal. */
  readonly controller?: string;
  readonly policy: string;
  readonly policyVersion: number;
  readonly parameters: Json;
  readonly memory: Json;
}

/** One decision with all it was made from. */
export interface JournalRecord {
  readonly controller?: string;
  readonly time: Seconds;
  readonly observation: Observation;
  readonly decisions: readonly Decision[];
  /** By the live runner, where it acts. */
  readonly held?: readonly Held[];
}

export type JournalLine = JournalHeader | JournalRecord;

/** One line, without its end. */
export function formatLine(line: JournalLine): string {
  return JSON.stringify(line);
}

/** The lines of a journal; empty ones are skipped. Throws a `UsageError` with file and line where one cannot be read. */
export function* readJournal(lines: Iterable<string>, file?: string): Generator<JournalLine> {
  let number = 0;
  let headed = false;
  for (const text of lines) {
    number++;
    if (text.trim() === "") continue;
    const place = file === undefined ? { line: number } : { file, line: number };
    const line = parseLine(text, place);
    if (!headed && !isHeader(line))
      throw new UsageError("a journal begins with its header, and this line is a record", place);
    headed = true;
    yield line;
  }
}

/** Throws a `UsageError` at `place` when the text is no journal line of format version 1. */
export function parseLine(text: string, place: UsageError["place"] = {}): JournalLine {
  let line: unknown;
  try {
    line = JSON.parse(text);
  } catch {
    const message = place.line === 1 ? NO_JOURNAL : "not a line of JSON; was the journal cut off here?";
    throw new UsageError(message, place);
  }
  if (typeof line !== "object" || line === null || Array.isArray(line)) {
    throw new UsageError("not a journal line: expected an object", place);
  }
  const { kind, version, controller, policy, time, observation, decisions } = line as Readonly<Record<string, unknown>>;
  if (controller !== undefined && typeof controller !== "string") {
    throw new UsageError("not a journal line: its controller is no name", place);
  }
  if (kind === "header") {
    if (version !== 1)
      throw new UsageError(`journal format version ${String(version)} is not known; this reads version 1`, place);
    if (typeof policy !== "string") throw new UsageError("the journal's header names no policy", place);
    return line as JournalHeader;
  }
  if (
    typeof time !== "number" ||
    typeof observation !== "object" ||
    observation === null ||
    !Array.isArray(decisions)
  ) {
    throw new UsageError("not a journal line: a record has time, observation and decisions", place);
  }
  return line as JournalRecord;
}

const NO_JOURNAL = "not a line of JSON, so this is no journal; run writes journals as journal.<policy>.jsonl";

export function isHeader(line: JournalLine): line is JournalHeader {
  return "kind" in line;
}
