import { Writable } from "node:stream";
import { CsvError, type Parser, parse } from "csv-parse";
import { UsageError } from "../../policies/usage-error.ts";

/** Longest row, so that a quote left open does not take in a whole file. */
const ROW_BYTES = 1 << 20;

/**
 * Takes the bytes of a CSV file and hands on each row's fields, the header first; empty lines are passed over. Lines without quotes are
 * cut at their commas; from the first quote on, or from a line that is suspiciously long, `csv-parse` reads the rest. It gives the same
 * for any text (`test/sim/workload/csv-records.test.ts`), and takes five times as long.
 */
export function csvRecords(onRecord: (fields: readonly string[]) => void): Writable {
  let rest: Buffer = Buffer.alloc(0);
  let lines = 0;
  let parser: Parser | undefined;

  /** Whole lines, or nothing at all if somebody else has to read them. */
  function cut(text: string): boolean {
    if (text.includes('"')) return false;
    const found = text.includes("\r") ? text.split(/\r\n|\n|\r/) : text.split("\n");
    // Behind the last line break.
    if (found.at(-1) === "") found.pop();
    if (found.some((line) => line.length > ROW_BYTES / 2)) return false;
    if (lines === 0 && found[0]?.startsWith(BYTE_ORDER_MARK)) found[0] = found[0].slice(1);
    for (const line of found) if (line !== "") onRecord(line.split(","));
    lines += found.length;
    return true;
  }

  function handOver(bytes: Buffer, done: Done): void {
    const own = parse({
      // One that stood at the beginning of the file would be gone.
      bom: lines === 0,
      record_delimiter: ["\r\n", "\n", "\r"],
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: ROW_BYTES,
    });
    parser = own;
    own.on("error", (error) => {
      if (error instanceof CsvError && typeof error.lines === "number") error.lines += lines;
      sink.destroy(error);
    });
    own.on("data", (fields: readonly string[]) => {
      try {
        onRecord(fields);
      } catch (error) {
        own.destroy(error as Error);
      }
    });
    write(own, bytes, done);
  }

  const sink = new Writable({
    write(chunk: Buffer, _, done) {
      if (parser !== undefined) {
        write(parser, chunk, done);
        return;
      }
      const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      const end = bytes.lastIndexOf("\n") + 1;
      if (bytes.length - end > ROW_BYTES / 2 || isWide(bytes)) {
        handOver(bytes, done);
        return;
      }
      try {
        if (end > 0 && !cut(bytes.toString("utf8", 0, end))) {
          handOver(bytes, done);
          return;
        }
      } catch (error) {
        done(error as Error);
        return;
      }
      rest = bytes.subarray(end);
      done();
    },
    final(done) {
      if (parser !== undefined) {
        parser.once("end", () => done()).end();
        return;
      }
      try {
        if (rest.length > 0 && !cut(rest.toString("utf8"))) {
          handOver(rest, () => parser?.once("end", () => done()).end());
          return;
        }
        done();
      } catch (error) {
        done(error as Error);
      }
    },
  });
  return sink;
}

type Done = (error?: Error | null) => void;

function write(parser: Parser, bytes: Buffer, done: Done): void {
  if (parser.write(bytes)) done();
  else parser.once("drain", () => done());
}

const BYTE_ORDER_MARK = "\uFEFF";

/** Text in UTF-16, by its own mark; in UTF-8 nothing begins so. */
function isWide(bytes: Buffer): boolean {
  return bytes[0] === 0xff;
}

const PROBLEMS: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a quoted field is still open at the end of the file; close it with "',
  CSV_INVALID_CLOSING_QUOTE: 'text follows the closing quote of a field; write a quote inside a field as ""',
  INVALID_OPENING_QUOTE:
    'a quote stands inside a field that does not begin with one; put "…" around it and double the inner',
  CSV_MAX_RECORD_SIZE: "a row is longer than a megabyte; a quote left open, or no CSV file",
};

/** What the reader found wrong with a file, as the user's error; nothing for errors of another kind. */
export function csvProblem(error: unknown, file: string): UsageError | undefined {
  if (!(error instanceof CsvError)) return undefined;
  const { lines } = error as { lines?: unknown };
  const place = typeof lines === "number" ? { file, line: lines } : { file };
  return new UsageError(PROBLEMS[error.code] ?? error.message, place);
}
