import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { fc, test } from "@fast-check/vitest";
import { CsvError, parse } from "csv-parse";
import { expect } from "vitest";
import { csvRecords } from "../../../sim/workload/csv-records.ts";

const MEGABYTE = 1 << 20;

/** What csv-parse alone makes of it: the records up to an error, and its code and line. */
function expected(bytes: Buffer): Promise<unknown> {
  const options = { bom: true, record_delimiter: ["\r\n", "\n", "\r"], skip_empty_lines: true };
  const parser = parse({ ...options, relax_column_count: true, max_record_size: MEGABYTE });
  return outcome((onRecord) => pipeline(Readable.from([bytes]), parser.on("data", onRecord)));
}

function found(bytes: Buffer, sizes: readonly number[]): Promise<unknown> {
  return outcome((onRecord) => pipeline(Readable.from(pieces(bytes, sizes)), csvRecords(onRecord)));
}

async function outcome(read: (onRecord: (fields: readonly string[]) => void) => Promise<void>): Promise<unknown> {
  const records: (readonly string[])[] = [];
  try {
    await read((fields) => records.push(fields));
    return { records };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return { records, code: error.code, lines: error.lines };
  }
}

function pieces(bytes: Buffer, sizes: readonly number[]): Buffer[] {
  const [size = 1, ...others] = sizes;
  if (bytes.length === 0) return [];
  return [bytes.subarray(0, size), ...pieces(bytes.subarray(size), [...others, size])];
}

const part = fc.constantFrom("a", "1.5", " ", "é", "€", "𝛿", ",", ",", "\n", "\n", "\r\n", "\r", "\uFEFF");
const quoted = fc.constantFrom('"', '"a"', '"a\nb"', '"a""b",', ',"",', '"\r\n"');
const sizes = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 5 });
const plain = fc.array(part, { maxLength: 40 }).map((all) => Buffer.from(all.join("")));
const any = fc.array(fc.oneof({ weight: 9, arbitrary: part }, quoted), { maxLength: 40 });
const bytes = fc.oneof(
  plain,
  any.map((all) => Buffer.from(all.join(""))),
  // What is no UTF-8, either.
  fc.uint8Array({ maxLength: 40 }).map((all) => Buffer.from(all)),
  any.map((all) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(all.join(""), "utf16le")])),
);

test.prop([bytes, sizes])(
  "records are those that csv-parse finds, in whatever pieces the text comes",
  async (text, cuts) => {
    expect(await found(text, cuts)).toEqual(await expected(text));
  },
);

/** What takes this many bytes, of characters of one, of several, and of bytes that are no character. */
const long = (bytes: number) => [
  Buffer.from("x".repeat(bytes)),
  Buffer.from("x".repeat(bytes).replaceAll("x".repeat(64), `${"x".repeat(63)},`)),
  Buffer.from("€".repeat(bytes / 3)),
  Buffer.alloc(bytes, 0xe9),
];

test("a row of more than a megabyte is refused, and one of less is read, with quotes or without", async () => {
  const rows = [MEGABYTE - 20, MEGABYTE + 20].flatMap(long);
  for (const [before, after] of [
    ["", ""],
    ['"', '"'],
    ["", ',"y"'],
  ] as const) {
    for (const row of rows) {
      const text = Buffer.concat([Buffer.from(`a,b\n1,2\n${before}`), row, Buffer.from(`${after}\n3,4\n`)]);
      for (const size of [MEGABYTE / 4, 4 * MEGABYTE]) expect(await found(text, [size])).toEqual(await expected(text));
    }
  }
});

test("who takes the records may refuse one", async () => {
  const refuse = () => {
    throw new RangeError("no more");
  };
  for (const text of ["a,b\n", "a,b", '"a",b\n', '"a",b']) {
    await expect(pipeline(Readable.from([Buffer.from(text)]), csvRecords(refuse))).rejects.toThrow("no more");
  }
});
