import { readFileSync } from "node:fs";
import { UsageError } from "../../policies/index.ts";

/** A task that was done, as its worker wrote it down; Unix seconds. */
export interface Task {
  readonly arrival: number;
  readonly begin: number;
  readonly end: number;
}

const COLUMNS = ["arrival", "begin", "end"] as const;

/**
 * Reads a CSV file with the columns arrival, begin and end, and any others. Throws a `UsageError` with the place of what is no number,
 * or goes back in time.
 */
export function readTasks(file: string): Task[] {
  const [names = "", ...rows] = readFileSync(file, "utf8").split(/\r?\n/);
  const header = names.split(",");
  const missing = COLUMNS.filter((name) => !header.includes(name));
  if (missing.length > 0)
    throw new UsageError(`has no column ${missing.join(" and none ")}; its first line names ${COLUMNS.join(", ")}`, {
      file,
      line: 1,
    });
  const tasks = rows.flatMap((text, index): Task[] => {
    if (text === "") return [];
    const fields = text.split(",");
    const [arrival = Number.NaN, begin = Number.NaN, end = Number.NaN] = COLUMNS.map((name) =>
      Number.parseFloat(fields[header.indexOf(name)] ?? ""),
    );
    if (arrival <= begin && begin <= end) return [{ arrival, begin, end }];
    throw new UsageError(`found ${text.slice(0, 60)}; expected seconds, arrival before begin before end`, {
      file,
      line: index + 2,
    });
  });
  return tasks.sort((a, b) => a.arrival - b.arrival);
}
