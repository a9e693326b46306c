import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import type { TraceSource } from "./sources.ts";
import { absent, complaint, fileOf, folderOfFiles } from "./trace-files.ts";

const columns = { arrival: "at", duration: "took", time: "s", durationUnit: "s" } as const;
const mapped = { format: "csv", columns } as const;
const azure = { format: "azure-llm", perToken: { input: 1, output: 1 } } as const;

const rows = `at,took\n${Array.from({ length: 5000 }, (_, row) => `${row},${(row * 7919) % 101}`).join("\n")}\n`;
const packed = gzipSync(rows);
const half = packed.length >> 1;
const damaged = Buffer.from(packed).fill(0x55, half, half + 64);

test.each<[string, string | Uint8Array, Partial<TraceSource>, string]>([
  ["a misspelt column", "at,tok\n1,2\n", mapped, 'FILE:1 no column "took" among "at", "tok"; did you mean "tok"?'],
  [
    "another format",
    "gmt_create,exec_time_seconds\n1,2\n",
    azure,
    'FILE:1 no column "TIMESTAMP" among "gmt_create", "exec_time_seconds"',
  ],
  [
    "a filter on a column that is not there",
    "at,took\n1,2\n",
    { ...mapped, filter: { state: ["ok"] } },
    'FILE:1 no column "state" among "at", "took"',
  ],
  ["two columns of one name", "at,took,at\n1,2,3\n", mapped, 'FILE:1 two columns are named "at"; rename one'],
  [
    "columns separated by semicolons",
    "at;took\n1;2\n",
    mapped,
    'FILE:1 no column "at" among "at;took"; separate columns by commas instead of semicolons',
  ],
  [
    "milliseconds read as seconds",
    "at,took\n1767225600000,1\n1767225601000,1\n",
    mapped,
    "FILE: its times go to 1767225601000 s, which is 56000 years; did you mean time: ms?",
  ],
  [
    "one time of another unit",
    "at,took\n0,1\n1767225601000,1\n",
    mapped,
    "FILE: its times go to 1767225601000 s, which is 56000 years; is a row of another unit than the rest?",
  ],
  [
    "dates read as numbers",
    "at,took\n2026-01-01T00:00:00Z,1\n",
    mapped,
    'FILE: none of its 1 rows can be used: not a number: at (1, in line 2: "2026-01-01T00:00:00Z"); did you mean time: datetime?',
  ],
  [
    "nanoseconds read as seconds",
    "at,took\n1767225600000000000,1\n",
    mapped,
    'FILE: none of its 1 rows can be used: not a number: at (1, in line 2: "1767225600000000000"); did you mean time: ns?',
  ],
  ["nothing", "", mapped, "FILE: is empty; a trace has a line of column names and a row for each task"],
  [
    "nothing, gzipped",
    gzipSync(""),
    mapped,
    "FILE: is empty; a trace has a line of column names and a row for each task",
  ],
  ["no row", "at,took\n", mapped, "FILE: has no rows; a trace has a line of column names and a row for each task"],
  [
    "no usable row",
    "at,took\n,1\nx,1\ny,1\n",
    mapped,
    'FILE: none of its 3 rows can be used: not a number: at (2, first in line 3: "x"), empty: at (1, in line 2)',
  ],
  [
    "no row in the window",
    "at,took\n1,2\n",
    { ...mapped, window: { from: 10 } },
    "FILE: none of its 1 rows can be used: outside the window (1)",
  ],
  [
    "half a gzip file",
    packed.subarray(0, half),
    mapped,
    "FILE: ends in the middle of its gzip data; copy or download it again",
  ],
  [
    "a damaged gzip file",
    damaged,
    mapped,
    "FILE: is damaged: its gzip data cannot be unpacked; copy or download it again",
  ],
  [
    "a picture",
    Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3]),
    mapped,
    "FILE: holds zero bytes: it is no text in UTF-8",
  ],
  [
    "a quote left open",
    'at,took,note\n1,2,x\n3,4,"y\n5,6,z\n',
    mapped,
    'FILE:4 a quoted field is still open at the end of the file; close it with "',
  ],
  [
    "text after a closing quote",
    'at,took,note\n1,2,"x"y\n',
    mapped,
    'FILE:2 text follows the closing quote of a field; write a quote inside a field as ""',
  ],
  [
    "a quote in the middle",
    'at,took,note\n1,2,x"y\n',
    mapped,
    'FILE:2 a quote stands inside a field that does not begin with one; put "…" around it and double the inner',
  ],
  [
    "one endless row",
    `at,took,note\n1,2,"${"x".repeat(2 ** 21)}`,
    mapped,
    "FILE:2 a row is longer than a megabyte; a quote left open, or no CSV file",
  ],
])("tells what is wrong with %s", async (_, content, change, message) => {
  expect(await complaint(fileOf(content), change)).toBe(message);
});

test("tells of a file that is not there, is a folder or cannot be opened", async () => {
  expect(await complaint(absent(), mapped)).toBe("FILE: no such file");
  expect(await complaint(folderOfFiles(), mapped)).toBe("FILE: is a folder, not a file");
  expect(await complaint("x".repeat(5000), mapped)).toMatch(/^FILE: cannot be read: ENAMETOOLONG/);
});

test.each<[Partial<TraceSource>, string]>([
  [
    { format: "azure-llm" },
    "FILE: format azure-llm has tokens and no service times; give perToken: { input, output }, speeds, or service",
  ],
  [
    { format: "csv" },
    "FILE: format csv needs columns: { arrival: COLUMN }, and duration or end unless service is given",
  ],
  [
    { format: "csv", columns: { arrival: "at", time: "s", durationUnit: "s" } },
    "FILE: no column tells how long service takes; give columns.duration, columns.end, or service",
  ],
])("tells what a scenario must say of a trace: %j", async (change, message) => {
  expect(await complaint(fileOf("at\n1\n"), change)).toBe(message);
});
