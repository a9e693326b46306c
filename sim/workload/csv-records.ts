import { Writable } from "node:stream";
import { CsvError, type Parser, parse } from "csv-parse";
import { UsageError } from "../../policies/usage-error.ts";
import { type OnRecord, PlainLines } from "./plain-lines.ts";

/** Longest row, so that a quote left open does not take in a whole file. */
const ROW_BYTES = 1 << 20;
const QUOTE = 34;
/** Only text in UTF-16 begins with this byte. */
const UTF_16 = 0xff;

type Done = (error?: Error | null) => void;

/**
 * Takes the bytes of a CSV file and hands on each row's fields, the header first; empty lines are passed over. Lines are cut at their
 * commas (`plain-lines.ts`); from the first that has a quote, or may be too long, `csv-parse` reads on, which takes several times as
 * long, and for any bytes gives the same (`test/sim/workload/csv-records.test.ts`).
 */
export function csvRecords(onRecord: OnRecord): Writable {
  const lines = new PlainLines(onRecord);
  let rest: Buffer = Buffer.alloc(0);
  let parser: Parser | undefined;

  /** Bytes from the beginning of a line, with whole lines up to `end`; what is behind them is kept for later. */
  function read(bytes: Buffer, end: number, done: Done): void {
    const isPlain = bytes.length <= ROW_BYTES && bytes[0] !== UTF_16;
    const quote = isPlain ? bytes.subarray(0, end).indexOf(QUOTE) : 0;
    const plain = quote === -1 ? end : lineAt(bytes, quote);
    lines.read(bytes.toString("utf8", 0, plain));
    rest = bytes.subarray(plain);
    if (quote === -1) {
      done();
      return;
    }
    parser = anyRows(onRecord, lines.ended, (error) => sink.destroy(error));
    write(parser, rest, done);
  }

  function finish(done: Done): void {
    if (parser === undefined) done();
    else parser.once("end", () => done()).end();
  }

  const sink: Writable = new Writable({
    write(chunk: Buffer, _, done) {
      if (parser !== undefined) {
        write(parser, chunk, done);
        return;
      }
      const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      caught(done, () => read(bytes, bytes.lastIndexOf("\n") + 1, done));
    },
    final(done) {
      if (parser !== undefined) finish(done);
      else caught(done, () => read(rest, rest.length, () => finish(done)));
    },
  });
  return sink;
}

/** Where the line begins that has this place. */
function lineAt(bytes: Buffer, place: number): number {
  const before = bytes.subarray(0, place);
  return Math.max(before.lastIndexOf("\n"), before.lastIndexOf("\r")) + 1;
}

/** `before`: lines of the file that somebody else has read. */
function anyRows(onRecord: OnRecord, before: number, failed: (error: Error) => void): Parser {
  const parser = parse({
    bom: before === 0,
    record_delimiter: ["\r\n", "\n", "\r"],
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: ROW_BYTES,
  });
  parser.on("data", (fields: readonly string[]) =>
    caught(
      (error) => parser.destroy(error),
      () => onRecord(fields),
    ),
  );
  return parser.on("error", (error: Error & { lines?: unknown }) => {
    if (error instanceof CsvError && typeof error.lines === "number") error.lines += before;
    failed(error);
  });
}

function write(parser: Parser, bytes: Buffer, done: Done): void {
  if (parser.write(bytes)) done();
  else parser.once("drain", () => done());
}

function caught(failed: (error: Error) => void, work: () => void): void {
  try {
    work();
  } catch (error) {
    failed(error as Error);
  }
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
