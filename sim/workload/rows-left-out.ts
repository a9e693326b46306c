import type { SourceReport } from "../result.ts";
import { outsideWindow } from "./load-trace.ts";
import { filtered } from "./trace-table.ts";

/** A warning of the rows of a trace that could not be used, most frequent reason first; undefined where all left out were meant to be. */
export function rowsLeftOut({ file, rows, skipped = {} }: SourceReport): string | undefined {
  const reasons = Object.entries(skipped)
    .filter(([reason]) => reason !== outsideWindow && !reason.startsWith(filtered))
    .sort(([, a], [, b]) => b - a);
  if (reasons.length === 0) return undefined;
  const count = reasons.reduce((sum, [, each]) => sum + each, 0);
  const told = reasons.slice(0, MOST).map(([reason, each]) => `${reason} (${each})`);
  const more = reasons.length > MOST ? ", …" : "";
  return `trace ${file}: ${count} of ${rows} rows left out: ${told.join(", ")}${more}`;
}

const MOST = 4;
