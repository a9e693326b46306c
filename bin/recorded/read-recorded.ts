import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { isHeader, type JournalHeader, type JournalRecord, readJournal, UsageError } from "../../policies/index.ts";
import { counted } from "../run/counted.ts";
import { linesOf } from "../run/lines-of.ts";
import { readTasks, type Task } from "./tasks-file.ts";

/** What a journal holds, and what stands beside it. */
export interface Recorded {
  readonly file: string;
  readonly header: JournalHeader;
  /** In the order of time. */
  readonly records: readonly JournalRecord[];
  /** Of `tasks.csv` in the same folder, in the order of arrival. Missing: there is none. */
  readonly tasks?: readonly Task[];
}

/** Reads a journal, live or simulated, of one controller. Throws a `UsageError` where it is none, is of several or too short. */
export function readRecorded(file: string): Recorded {
  return longEnough(readPart(file));
}

/** Throws a `UsageError` where there are less than two decisions. */
export function longEnough(recorded: Recorded): Recorded {
  const { records, file } = recorded;
  if (records.length >= 2) return recorded;
  throw new UsageError(`has ${counted(records.length, "decision")}; two are the least that tell how time goes on`, {
    file,
  });
}

/** The same of one of several files, however short: a runner that was ended at its first check leaves one, too. */
export function readPart(file: string): Recorded {
  let header: JournalHeader | undefined;
  const records: JournalRecord[] = [];
  for (const line of readJournal(linesOf(file), file)) {
    if (line.controller !== undefined)
      throw new UsageError(
        `is of several controllers, "${line.controller}" among them; this reads journals of one that decides on everything`,
        { file },
      );
    if (isHeader(line)) header ??= line;
    else records.push(line);
  }
  if (header === undefined) throw new UsageError("has no decisions", { file });
  const beside = join(dirname(file), "tasks.csv");
  return { file, header, records, ...(existsSync(beside) && { tasks: readTasks(beside) }) };
}

/** Seconds between two checks: the median, so that some that were left out do no harm. */
export function checkPeriod({ records }: Pick<Recorded, "records">): number {
  const gaps = records.slice(1).map(({ time }, index) => time - (records[index]?.time ?? time));
  const median = gaps.toSorted((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? 0;
  return Number(median.toPrecision(3)) || median;
}
