import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fc, test as property } from "@fast-check/vitest";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { pack, unpack } from "../../bin/run/packed-trace.ts";
import { cached } from "../../bin/run/trace-cache.ts";
import type { Trace, TraceSource } from "../../sim/index.ts";
import { loadTrace } from "../../sim/index.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "disfun-sim-"));
  vi.stubEnv("DISFUN_CACHE", join(folder, "cache"));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

/** A trace file of more than a megabyte. */
function written(change = "", rows = 60_000): TraceSource {
  const file = join(folder, "some.csv");
  const lines = Array.from({ length: rows }, (_, row) => `${row}.5,app${row % 3},func,1.25`);
  writeFileSync(file, `end_timestamp,app,func,duration\n${lines.join("\n")}\n${change}`);
  return {
    kind: "trace",
    name: "source",
    queue: "work",
    from: 0,
    file,
    format: "azure-functions",
    filter: {},
    speedUp: 1,
    scale: 1,
    jitter: 0,
  };
}

/** The trace, and whether the file had to be parsed for it. */
async function load(source: TraceSource): Promise<{ trace: Trace; parsed: boolean }> {
  const parse = vi.fn(() => loadTrace(source, () => {}));
  return { trace: await cached(source, parse), parsed: parse.mock.calls.length > 0 };
}

test("the same bytes read in the same way are parsed once, whatever the source is called", async () => {
  const first = await load(written());
  const second = await load({ ...written(), name: "other", queue: "elsewhere" });
  expect([first.parsed, second.parsed]).toEqual([true, false]);
  expect(second.trace).toEqual({
    ...first.trace,
    report: { ...first.trace.report, source: "other", queue: "elsewhere" },
  });
});

test("other bytes, and another reading, are parsed", async () => {
  await load(written());
  expect((await load(written("70000,app,func,2\n"))).parsed).toBe(true);
  expect((await load({ ...written(), filter: { app: ["app1"] } })).parsed).toBe(true);
});

test("what was kept and is damaged is parsed again", async () => {
  const { trace } = await load(written());
  const [name = ""] = readdirSync(join(folder, "cache"));
  const kept = join(folder, "cache", name);
  writeFileSync(kept, readFileSync(kept).subarray(0, -8));
  expect(await load(written())).toEqual({ trace, parsed: true });
});

test("small files are not kept, and none where the variable is empty", async () => {
  await load(written("", 100));
  vi.stubEnv("DISFUN_CACHE", "");
  expect((await load(written())).parsed).toBe(true);
  expect((await load(written())).parsed).toBe(true);
  expect(readdirSync(folder)).toEqual(["some.csv"]);
});

const column = fc.array(fc.double(), { minLength: 3, maxLength: 3 }).map((values) => Float64Array.from(values));
const trace = fc.record(
  {
    arrivals: column,
    demands: column,
    classes: fc.array(fc.string(), { minLength: 3, maxLength: 3 }),
    facts: fc.record({ input: column, output: column }),
    interval: fc.integer(),
    report: fc.record({ source: fc.string(), queue: fc.string() }),
  },
  { requiredKeys: ["arrivals", "report"] },
) as fc.Arbitrary<Trace>;

property.prop([trace])("a trace comes back from its bytes as it was, but not from a part of them", (given) => {
  const bytes = Buffer.concat(pack(given));
  const aligned = new Uint8Array(bytes);
  expect(unpack(aligned)).toEqual(given);
  expect(unpack(aligned.subarray(0, -1))).toBeUndefined();
  expect(unpack(aligned.subarray(1))).toBeUndefined();
});
