import { appendFileSync, createReadStream, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "csv-parse";
import { cached } from "../../bin/run/trace-cache.ts";
import { loadTrace, type TraceSource } from "../../sim/index.ts";
import { stream } from "../../sim/random/stream.ts";
import { type Bench, seconds } from "./bench.ts";

/** A trace of half as many rows as there are tasks, rounded up, from its file and from what was kept of it. */
export const trace: Bench = {
  name: "trace",
  what: "reading a trace of two columns",
  unit: "million rows/s",
  contenders: [
    { name: "first time", run: (tasks) => inFolder(Math.ceil(tasks / 2), rate) },
    { name: "again", run: (tasks) => inFolder(Math.ceil(tasks / 2), again) },
    { name: "csv-parse alone", run: (tasks) => inFolder(Math.ceil(tasks / 2), alone) },
  ],
  reference: "csv-parse alone",
};

async function rate(source: TraceSource, rows: number): Promise<number> {
  return rows / 1e6 / (await seconds(() => cached(source, () => loadTrace(source, () => {}))));
}

async function again(source: TraceSource, rows: number): Promise<number> {
  await rate(source, rows);
  return rate(source, rows);
}

/** Its fields as text, and nothing made of them. */
async function alone({ file }: TraceSource, rows: number): Promise<number> {
  let count = 0;
  const read = async () => {
    for await (const _ of createReadStream(file).pipe(parse())) count++;
  };
  const taken = await seconds(read);
  if (count !== rows + 1) throw new Error(`${count} records`);
  return rows / 1e6 / taken;
}

async function inFolder(rows: number, use: (source: TraceSource, rows: number) => Promise<number>): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "disfun-sim-"));
  process.env.DISFUN_CACHE = join(folder, "cache");
  try {
    return await use(written(join(folder, "trace.csv"), rows), rows);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function written(file: string, rows: number): TraceSource {
  const draw = stream(1, "trace");
  let now = 0;
  let lines = ["arrival,service\n"];
  writeFileSync(file, "");
  for (let row = 0; row < rows; row++) {
    now += draw.next() / 50;
    lines.push(`${now.toFixed(6)},${(draw.next() * 2).toFixed(6)}\n`);
    if (lines.length < 50_000) continue;
    appendFileSync(file, lines.join(""));
    lines = [];
  }
  appendFileSync(file, lines.join(""));
  const columns = { arrival: "arrival", duration: "service", time: "s", durationUnit: "s" } as const;
  return {
    kind: "trace",
    name: "trace",
    queue: "work",
    from: 0,
    file,
    format: "csv",
    columns,
    filter: {},
    speedUp: 1,
    scale: 1,
    jitter: 0,
  };
}
