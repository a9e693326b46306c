import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { loadTraces, traceWarnings } from "../../../sim/workload/index.ts";
import { scenarioOf } from "../scenario-of.ts";
import { type TraceSource, traceSource } from "./sources.ts";
import { fileOf, load } from "./trace-files.ts";

const columns = { arrival: "at", duration: "took", time: "s", durationUnit: "s" } as const;
const mapped = { format: "csv", columns } as const;

const cell = fc.string({ unit: fc.constantFrom("a", "é", "7", " ", ",", '"', "\n", "\r", ".", "日"), maxLength: 6 });
const table = fc.record({
  rows: fc.array(fc.tuple(fc.nat(10 ** 12), fc.nat(10 ** 6), cell), { minLength: 1, maxLength: 30 }),
  newline: fc.constantFrom("\n", "\r\n", "\r"),
  lastNewline: fc.boolean(),
  mark: fc.boolean(),
  gzip: fc.boolean(),
});

test.prop([table], { numRuns: 60 })(
  "reads back what was written",
  async ({ rows, newline, lastNewline, mark, gzip }) => {
    // Arrivals in nanoseconds and durations in milliseconds, so that both are exact in the file.
    const lines = [["note,1", "took", "at"], ...rows.map(([at, took, note]) => [note, String(took), String(at)])];
    const text = lines.map((fields) => fields.map(quoted).join(",")).join(newline) + (lastNewline ? newline : "");
    const bytes = Buffer.from((mark ? "\uFEFF" : "") + text);
    const trace = await load(gzip ? gzipSync(bytes) : bytes, {
      format: "csv",
      columns: { arrival: "at", duration: "took", time: "ns", durationUnit: "ms", class: "note,1" },
    });

    const sorted = rows.map((row, index) => ({ row, index })).sort((a, b) => a.row[0] - b.row[0] || a.index - b.index);
    const first = sorted[0]?.row[0] ?? 0;
    expect([...trace.arrivals]).toEqual(sorted.map(({ row }) => (row[0] - first) / 1e9));
    expect([...(trace.demands ?? [])]).toEqual(sorted.map(({ row }) => row[1] / 1e3));
    expect(trace.classes).toEqual(sorted.map(({ row }) => row[2].trim()));
    expect(trace.report).toMatchObject({ rows: rows.length, used: rows.length, skipped: {} });
    expect(trace.report.sorted).toBe(sorted.every(({ index }, place) => index === place));
  },
);

test("a file longer than a block is read to its end", async () => {
  const rows = Array.from({ length: 60_000 }, (_, row) => `${row},0.5,"a, ""note"" é"`);
  const trace = await load(`at,took,note\r\n${rows.join("\r\n")}`, mapped);
  expect(trace.report).toMatchObject({ rows: 60_000, used: 60_000 });
  expect(trace.arrivals.at(-1)).toBe(59_999);
});

test("reports the file by its name and the hash of its bytes, and tells progress", async () => {
  const bytes = gzipSync("at,took\n1,2\n");
  const file = fileOf(bytes);
  const progress: number[] = [];
  const workload = ["first", "second"].map((name) => traceSource({ ...mapped, name, file }));
  const traces = await loadTraces(scenarioOf({ workload }), { onProgress: (read) => progress.push(read) });
  expect([...traces.keys()]).toEqual(["first", "second"]);
  expect(traces.get("first")?.report).toEqual({
    source: "first",
    queue: "work",
    file: file.split("/").at(-1),
    sha256: createHash("sha256").update(bytes).digest("hex"),
    rows: 1,
    used: 1,
    skipped: {},
    sorted: true,
  });
  expect(progress).toEqual([bytes.length, 2 * bytes.length]);
});

test("counts every row it cannot use, by reason", async () => {
  const rows = [
    "1,2,ok",
    "2,,ok",
    ",2,ok",
    "3,-1,ok",
    "4,x,ok",
    "y,1,ok",
    "5,1",
    "6,1,no",
    "",
    "7,1,ok,more",
    "8,0,ok",
  ];
  const trace = await load(["at,took,state", ...rows].join("\n"), { ...mapped, filter: { state: ["ok"] } });
  expect([...trace.arrivals]).toEqual([0, 7]);
  expect([...(trace.demands ?? [])]).toEqual([2, 0]);
  expect(trace.report).toMatchObject({
    rows: 10,
    used: 2,
    skipped: {
      "empty: took": 1,
      "empty: at": 1,
      "negative: took": 1,
      "not a number: took": 1,
      "not a number: at": 1,
      "wrong number of columns": 2,
      "filtered: state": 1,
    },
  });
  expect(traceWarnings(trace.report)).toEqual([
    expect.stringMatching(
      /^trace .*: 7 of 10 rows left out: wrong number of columns \(2, first in line \d+: \d instead of 3\), empty: took \(1, in line \d+\), .*, …$/,
    ),
  ]);
});

test("where the first row stands that cannot be used: its line, or which row it is where lines are not known", async () => {
  const text = 'at,took\n\n0,1\n1,12.5s\n2,"3"\n4,1O.5\n';
  const { report } = await load(text, mapped);
  expect(traceWarnings(report)).toEqual([expect.stringContaining('not a number: took (2, first in line 4: "12.5s")')]);
  const quoted = await load(`"at",took${text.slice(7)}`, mapped);
  expect(quoted.report.firstSkipped).toEqual({ "not a number: took": 'row 2: "12.5s"' });
});

describe("a unit is doubted", () => {
  async function doubts(header: string, change: Partial<NonNullable<TraceSource["columns"]>>): Promise<unknown> {
    const [arrival = "", took = ""] = header.split(",");
    const row = change.time === "datetime" ? "2026-01-01 00:00,1" : "1767225600000,1";
    const own = { ...columns, arrival, duration: took, ...change };
    const { report } = await load(`${header}\n${row}\n`, { ...mapped, columns: own });
    return traceWarnings(report).map((warning) => warning.replace(`trace ${report.file}: `, ""));
  }

  test("where times look like another one", async () => {
    expect(await doubts("at,took", { time: "us" })).toEqual(["its times look like time: ms"]);
    expect(await doubts("at,took", { time: "ms" })).toEqual([]);
  });

  test("where the name of a column tells another one", async () => {
    expect(await doubts("at,took_ms", { time: "ms" })).toEqual([
      "column took_ms is read in s; did you mean durationUnit: ms?",
    ]);
    expect(await doubts("startSeconds,took (ms)", { time: "ms", durationUnit: "ms" })).toEqual([
      "column startSeconds is read in ms; did you mean time: s?",
    ]);
    expect(await doubts("at_ms,took_s", { time: "ms" })).toEqual([]);
    expect(await doubts("time_ns,ms", { time: "datetime" })).toEqual([]);
    expect(await doubts("arrivals,items", { time: "ms" })).toEqual([]);
  });
});

test("sorts a file that is out of order, ties as they stand there, and says so", async () => {
  const trace = await load("at,took\n5,1\n3,2\n5,3\n3,4\n", mapped);
  expect([...trace.arrivals]).toEqual([0, 0, 2, 2]);
  expect([...(trace.demands ?? [])]).toEqual([2, 4, 1, 3]);
  expect(trace.report.sorted).toBe(false);
});

test("a window counts from the first row and leaves its first row at the start", async () => {
  const text = "at,took\n100,1\n107,2\n110,3\n115,4\n";
  const trace = await load(text, { ...mapped, window: { from: 5, until: 15 } });
  expect([...trace.arrivals]).toEqual([0, 3]);
  expect([...(trace.demands ?? [])]).toEqual([2, 3]);
  expect(trace.report).toMatchObject({ rows: 4, used: 2, skipped: { "outside the window": 2 } });
  expect(traceWarnings(trace.report)).toEqual([]);
});

test("a time of another unit does no harm outside the window", async () => {
  const text = "at,took\n100,1\n107,2\n1767225601000,3\n";
  const trace = await load(text, { ...mapped, window: { from: 0, until: 15 } });
  expect([...trace.arrivals]).toEqual([0, 7]);
});

describe("service", () => {
  test("is the end less the arrival", async () => {
    const ends = { arrival: "at", end: "done", time: "datetime", durationUnit: "s" } as const;
    const text = "at,done\n2024-02-28 23:59:59.5,2024-03-01 00:00:00.75\n2024-03-01 00:00:01,2024-03-01 00:00:00\n";
    const trace = await load(text, { format: "csv", columns: ends });
    expect([...(trace.demands ?? [])]).toEqual([86_401.25]);
    expect(trace.report.skipped).toEqual({ "negative duration": 1 });
  });

  test("is so much for each token", async () => {
    const text = "TIMESTAMP,ContextTokens,GeneratedTokens\r\n2023-11-16 18:15:46.6805900,374,44";
    const trace = await load(text, { format: "azure-llm", perToken: { input: 0.5, output: 2 } });
    expect([...(trace.demands ?? [])]).toEqual([275]);
  });

  const drawn = { kind: "exponential", mean: 1 } as const;
  test.each<[string, string, Partial<TraceSource>]>([
    ["csv", "at,took\n1,\n2,x\n", mapped],
    ["csv", "at\n1\n2\n", { format: "csv", columns: { arrival: "at", time: "s", durationUnit: "s" } }],
    ["azure-llm", "TIMESTAMP\n2023-11-16 18:15:46\n2023-11-16 18:15:47\n", { format: "azure-llm" }],
    ["gentd26", "gmt_create\n2024-11-15 16:57:50\n2024-11-15 16:57:51\n", { format: "gentd26" }],
  ])("is not asked of a file where the scenario draws it (%s)", async (_, text, change) => {
    const trace = await load(text, { ...change, service: drawn });
    expect([...trace.arrivals]).toEqual([0, 1]);
    expect(trace).not.toHaveProperty("demands");
  });
});

function quoted(field: string): string {
  return /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
