import { Writable } from "node:stream";
import { CsvError, type Parser, parse } from "csv-parse";
import { UsageError } from "../../policies/usage-error.ts";
import { PlainLines } from "./plain-lines.ts";

/** Longest row, so that a quote left open does not take in a whole file. */
const ROW_BYTES = 1 << 20;
/** A line this long may be a row that is too long. */
const LONG = ROW_BYTES / 2;

type OnRecord = (fields: readonly string[]) => void;
type Done = (error?: Error | null) => void;

/**
 * Takes the bytes of a CSV file and hands on each row's fields, the header first; empty lines are passed over. Lines are cut at their
 * commas (`plain-lines.ts`); from the first that has a quote or is suspiciously long `csv-parse` reads on, which takes several times as
 * long, and for any text gives the same (`test/sim/workload/csv-records.test.ts`).
 */
export function csvRecords(onRecord: OnRecord): Writable {
  const lines = new PlainLines(onRecord, LONG);
  let rest: Buffer = Buffer.alloc(0);
  let parser: Parser | undefined;

  /** The first bytes, which are whole lines; those behind them are kept for later. */
  function read(bytes: Buffer, end: number, done: Done): void {
    const text = bytes.toString("utf8", 0, end);
    const isPlain = bytes[0] !== UTF_16 && bytes.length - end <= LONG;
    const length = isPlain ? lines.read(text) : 0;
    rest = bytes.subarray(end);
    if (isPlain && length === text.length) {
      done();
      return;
    }
    parser = anyRows(onRecord, lines.ended, (error) => sink.destroy(error));
    const left = lines.ended === 0 ? bytes : Buffer.concat([Buffer.from(text.slice(length)), rest]);
    write(parser, left, done);
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
      const end = () => (parser === undefined ? done() : parser.once("end", () => done()).end());
      if (parser !== undefined || rest.length === 0) end();
      else caught(done, () => read(rest, rest.length, end));
    },
  });
  return sink;
}

/** Only text in UTF-16 begins with this byte. */
const UTF_16 = 0xff;

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
