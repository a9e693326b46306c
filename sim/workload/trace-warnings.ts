import type { SourceReport } from "../result.ts";
import { filtered, outsideWindow } from "./trace-table.ts";

/** What the user should know of a trace that was read: rows that could not be used, unless they were meant to be left out, and doubts. */
export function traceWarnings({ file, rows, skipped = {}, firstSkipped, doubts = [] }: SourceReport): string[] {
  const unmeant = Object.entries(skipped).filter(
    ([reason]) => reason !== outsideWindow && !reason.startsWith(filtered),
  );
  const count = unmeant.reduce((sum, [, each]) => sum + each, 0);
  const reasons = reasonsOf(Object.fromEntries(unmeant), firstSkipped);
  return [
    ...(count === 0 ? [] : [`trace ${file}: ${count} of ${rows} rows left out: ${reasons}`]),
    ...doubts.map((doubt) => `trace ${file}: ${doubt}`),
  ];
}

/** Why rows are left out, most frequent reason first, how many of them, and where the first one stands. */
export function reasonsOf(
  skipped: Readonly<Record<string, number>>,
  first: Readonly<Record<string, string>> = {},
): string {
  const reasons = Object.entries(skipped).sort(([, a], [, b]) => b - a);
  const told = reasons.slice(0, MOST).map(([reason, count]) => {
    const place = first[reason];
    return `${reason} (${count}${place === undefined ? "" : `, ${count > 1 ? "first in" : "in"} ${place}`})`;
  });
  return `${told.join(", ")}${reasons.length > MOST ? ", …" : ""}`;
}

const MOST = 4;
