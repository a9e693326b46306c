import type { Duplex } from "node:stream";
import { CsvError, parse } from "csv-parse";
import { UsageError } from "../../policies/usage-error.ts";

/** Longest row, so that a quote left open does not take in a whole file. */
const ROW_BYTES = 1 << 20;

/** From a CSV file's bytes to each row's fields, a `string[]`, the header first; empty lines are passed over. */
export function csvRecords(): Duplex {
  return parse({
    bom: true,
    record_delimiter: ["\r\n", "\n", "\r"],
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: ROW_BYTES,
  });
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
