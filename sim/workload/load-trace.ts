import { basename } from "node:path";
import { UsageError } from "../../policies/usage-error.ts";
import type { SourceSpec } from "../../scenarios/scenario.ts";
import { linesOfAll } from "./archive.ts";
import { byClient } from "./by-client.ts";
import { unitDoubts } from "./column-units.ts";
import { csvProblem, csvRecords } from "./csv-records.ts";
import { type Instant, secondsBetween } from "./instant.ts";
import { inIntervals } from "./intervals.ts";
import { jsonLinesRecords } from "./json-lines-records.ts";
import { readText } from "./read-text.ts";
import type { Facts, Trace } from "./source.ts";
import { tokenTimes } from "./token-times.ts";
import { outsideWindow, TraceTable } from "./trace-table.ts";
import { reasonsOf } from "./trace-warnings.ts";

export type TraceSource = Extract<SourceSpec, { kind: "trace" }>;

/** Reads one trace: the rows that can be used and lie in the window, in the order of their arrival. */
export async function loadTrace(spec: TraceSource, onBytes: (bytes: number) => void): Promise<Trace> {
  const { name, queue, file, window } = spec;
  const table = new TraceTable(spec, await tokenTimes(spec, onBytes));
  const sha256 = await readTable(file, table, onBytes);

  const { order, sorted, first } = inOrder(table);
  const used = window === undefined ? order : inWindow(order, table, first, window);
  if (used.length < order.length) table.skip(outsideWindow, order.length - used.length);
  const start = used[0];
  if (start === undefined) throw new UsageError(noRow(table), { file });

  refuseAges(table, file, used);

  const begin = instant(table, start);
  const { rows, skipped, firstSkipped, misread, demands, classes } = table;
  const doubts = [...(misread === undefined ? [] : [`its times look like time: ${misread}`]), ...unitDoubts(spec)];
  const trace: Trace = {
    arrivals: columnOf(used, (row) => secondsBetween(begin, instant(table, row))),
    ...(demands && { demands: columnOf(used, (row) => demands.at(row)) }),
    ...(classes && { classes: Array.from(used, (row) => classes[row] as string) }),
    ...(table.facts.size > 0 && { facts: factsOf(table, used) }),
    report: {
      source: name,
      queue,
      file: basename(file),
      sha256,
      rows,
      used: used.length,
      skipped,
      ...(Object.keys(firstSkipped).length > 0 && { firstSkipped }),
      ...(doubts.length > 0 && { doubts }),
      sorted,
    },
  };
  const { clients } = table;
  if (clients.length > 0) {
    const own = Array.from(used, (row) => clients[row] as string);
    return looped(byClient(trace, own, spec), spec);
  }
  return looped(table.format.intervals === true ? inIntervals(trace, spec) : trace, spec);
}

async function readTable(file: string, table: TraceTable, onBytes: (bytes: number) => void): Promise<string> {
  try {
    let archive = false;
    const onRecord = (fields: readonly string[], line?: number) =>
      table.add(fields, archive ? undefined : line, archive);
    const sink = table.format.syntax === "json-lines" ? jsonLinesRecords(file, onRecord) : csvRecords(onRecord);
    if (table.format.archived !== true) return await readText(file, { sink, onBytes });
    const found = () => {
      archive = true;
    };
    return await readText(file, { sink, onBytes, unpack: (chunks) => linesOfAll(chunks, file, found) });
  } catch (error) {
    throw csvProblem(error, file) ?? error;
  }
}

/** The table's rows by arrival, those of the same moment in file order, and the earliest moment. */
function inOrder({ seconds, nanoseconds }: TraceTable): { order: Uint32Array; sorted: boolean; first: Instant } {
  const order = new Uint32Array(seconds.length).map((_, row) => row);
  const later = (a: number, b: number) => seconds.at(a) - seconds.at(b) || nanoseconds.at(a) - nanoseconds.at(b);
  const sorted = order.every((row) => row === 0 || later(row - 1, row) <= 0);
  if (!sorted) order.sort((a, b) => later(a, b) || a - b);
  const earliest = order[0] ?? 0;
  return { order, sorted, first: { seconds: seconds.at(earliest), nanoseconds: nanoseconds.at(earliest) } };
}

/** Later than any date that can be written, in seconds: of a wrong unit, or of several. */
const AGES = 4e11;

/** `used`: the rows that are, of which there is one at least. */
function refuseAges(table: TraceTable, file: string, used: Uint32Array): void {
  const [from, to] = [instant(table, used[0]!).seconds, instant(table, used.at(-1)!).seconds];
  if (to < AGES && to - from < AGES) return;
  const { misread } = table;
  const meant = misread === undefined ? "is a row of another unit than the rest" : `did you mean time: ${misread}`;
  throw new UsageError(`its times go to ${to} s, which is ${Math.round(to / YEAR)} years; ${meant}?`, { file });
}

const YEAR = 365.25 * 86_400;

function inWindow(
  order: Uint32Array,
  table: TraceTable,
  first: Instant,
  { from, until = Number.POSITIVE_INFINITY }: NonNullable<TraceSource["window"]>,
): Uint32Array {
  return order.filter((row) => {
    const time = secondsBetween(first, instant(table, row));
    return time >= from && time < until;
  });
}

/** A loop, because there are millions: `Float64Array.from` takes ten times as long. */
function columnOf(rows: Uint32Array, at: (row: number) => number): Float64Array {
  const column = new Float64Array(rows.length);
  for (let index = 0; index < rows.length; index++) column[index] = at(rows[index]!);
  return column;
}

function instant({ seconds, nanoseconds }: TraceTable, row: number): Instant {
  return { seconds: seconds.at(row), nanoseconds: nanoseconds.at(row) };
}

function factsOf({ facts }: TraceTable, used: Uint32Array): Facts {
  return Object.fromEntries([...facts].map(([fact, column]) => [fact, columnOf(used, (row) => column.at(row))]));
}

function looped(trace: Trace, spec: TraceSource): Trace {
  if (spec.loop !== true) return trace;
  const length = lengthOf(trace, spec);
  return { ...trace, length, ...(trace.parts && { parts: trace.parts.map((part) => ({ ...part, length })) }) };
}

/** A trace that loops begins again after its window, or after its last row and a mean gap, or after its last interval. */
function lengthOf({ arrivals, interval }: Trace, { file, window }: TraceSource): number {
  if (window?.until !== undefined) return window.until - window.from;
  const last = arrivals.at(-1) ?? 0;
  const length = last + (interval ?? last / (arrivals.length - 1));
  if (length > 0) return length;
  throw new UsageError("cannot loop: all its rows are of one moment; give window.until, or leave loop out", { file });
}

function noRow({ header, rows, skipped, firstSkipped, misread }: TraceTable): string {
  if (rows === 0)
    return `${header ? "has no rows" : "is empty"}; a trace has a line of column names and a row for each task`;
  const meant = misread === undefined ? "" : `; did you mean time: ${misread}?`;
  return `none of its ${rows} rows can be used: ${reasonsOf(skipped, firstSkipped)}${meant}`;
}
