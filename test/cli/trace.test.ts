import { describe, expect, test } from "vitest";
import { disfunSim, inFolder } from "./disfun-sim.ts";

const rows = Array.from({ length: 400 }, (_, row) => `${row * 3 + (row % 7)},${100 + row},${row % 50}`);
const requests = `arrived_at,num_prefill_tokens,num_decode_tokens\n${rows.join("\n")}\nsoon,1,1\n`;

describe("trace info", () => {
  test("prints what a file is, its format found by its columns", async () => {
    await inFolder({ "a.csv": requests }, async (folder) => {
      const { code, out, err } = await disfunSim(folder, ["trace", "info", "a.csv", "--per-token", "1ms,100ms"]);
      expect({ code, err }).toEqual({ code: 0, err: "" });
      expect(out).toContain("format     vidur\nrows       401, 400 used; out of order, sorted\n");
      expect(out).toContain(
        'left out   1 not a number: arrived_at, in line 402: "soon"\narrivals   400\nspan       1200 s\nrate       0.3333 /s\n',
      );
      // 299.5 tokens read and 24.5 written: 2.7495 s.
      expect(out).toContain("service    mean 2.7");
      expect(out).toContain("load       0.9165 erlang");
    });
  });

  test("classes by the columns that are asked for", async () => {
    const text = "app,func,end_timestamp,duration\na,f,1,1\na,g,2,1\nb,f,3,1\n";
    await inFolder({ "a.csv": text }, async (folder) => {
      const { out } = await disfunSim(folder, ["trace", "info", "a.csv", "--class", "app"]);
      expect(out).toContain("classes    2: a 66.67 %, b 33.33 %\n");
      const both = await disfunSim(folder, ["trace", "info", "a.csv", "--class", "app", "--class", "func"]);
      expect(both.out).toContain("classes    3: a/f 33.33 %,");
    });
  });

  test("what openb's pods ask for, and that it has no effect by itself", async () => {
    const text =
      "num_gpu,gpu_milli,creation_time,scheduled_time,deletion_time\n1,500,1,1,2\n1,500,2,2,3\n1,500,3,3,4\n";
    await inFolder({ "a.csv": text }, async (folder) => {
      const { out } = await disfunSim(folder, ["trace", "info", "a.csv", "--class", "num_gpu", "--class", "gpu_milli"]);
      expect(out).toMatch(/^GPUs {7}asked for: mean 0\.5,.*; without effect unless a class, see --class$/m);
    });
  });

  test("as JSON, of some rows", async () => {
    await inFolder({ "a.csv": requests }, async (folder) => {
      const args = ["trace", "info", "a.csv", "--json", "--until", "10m", "--filter", "num_decode_tokens=7"];
      const { out } = await disfunSim(folder, args);
      expect(JSON.parse(out)).toMatchObject({ format: "vidur", rows: 401, used: 4, arrivals: 4 });
    });
  });

  test("counts under other names, those of one interval added up", async () => {
    const text = "at,requests\n0,3\n60,1\n60,1\n120,5\n";
    await inFolder({ "a.csv": text }, async (folder) => {
      const args = ["--format", "counts", "--arrival", "at", "--count", "requests"];
      const { code, out, err } = await disfunSim(folder, ["trace", "info", "a.csv", ...args]);
      expect({ code, err }).toEqual({ code: 0, err: "" });
      expect(out).toContain("rows       4, 4 used\narrivals   10\nspan       180 s\n");
    });
  });

  test("any CSV is known by its columns, in its units; rows left out are told with the line of the first", async () => {
    const text = "at,took_ms\n1767225600,500\n1767225660,half\n1767225720,1500\n";
    await inFolder({ "a.csv": text }, async (folder) => {
      const args = ["a.csv", "--arrival", "at", "--duration", "took_ms", "--duration-unit", "ms"];
      const { code, out, err } = await disfunSim(folder, ["trace", "info", ...args]);
      expect({ code, err }).toEqual({ code: 0, err: "" });
      expect(out).toContain('left out   1 not a number: took_ms, in line 3: "half"\n');
      expect(out).toContain("service    mean 1 s");
      const fit = await disfunSim(folder, ["trace", "fit", ...args]);
      expect(fit.err).toContain('1 of 3 rows left out: not a number: took_ms (1, in line 3: "half")');
    });
  });

  test.each([
    [["a.csv"], 'a.csv:1 its columns are of no known format: "when", "took"; say which is which by --arrival'],
    [["gone.csv"], "gone.csv: no such file"],
    [["a.csv", "--format", "vidr"], "did you mean vidur?"],
    [["a.csv", "--format", "csv"], "--format csv needs --arrival COLUMN"],
    [["a.csv", "--format", "csv", "--arrival", "whn"], 'no column "whn" among "when", "took"; did you mean "when"?'],
    [["a.csv", "--format", "csv", "--arrival", "when", "--filter", "x"], "--filter x: expected column=value"],
    [["a.csv", "--format", "csv", "--arrival", "when", "--until", "5sek"], '"5sek" is not a duration'],
  ])("refuses %j", async (args, message) => {
    await inFolder({ "a.csv": "when,took\n1,2\n" }, async (folder) => {
      const { code, out, err } = await disfunSim(folder, ["trace", "info", ...args]);
      expect({ code, out }).toEqual({ code: 2, out: "" });
      expect(err).toContain(message);
    });
  });
});

test("trace fit prints a source, and how near it comes", async () => {
  await inFolder({ "a.csv": requests, "counts.csv": "period,count\n0,1\n60,5\n" }, async (folder) => {
    const { code, out } = await disfunSim(folder, ["trace", "fit", "a.csv", "--per-token", "1ms,100ms"]);
    expect(code).toBe(0);
    expect(out).toMatch(
      /^# Imitates a\.csv: distance of gaps 0\.\d+, of service 0\.\d+, dispersion in 60 s \S+ for \S+$/m,
    );
    expect(out).toMatch(/^- queue: requests\n {2}(renewal|markov|curve):/m);
    expect(out).toContain("  service: { lognormal: { mean: 2.7495s, cv: ");
    const refused = await disfunSim(folder, ["trace", "fit", "counts.csv"]);
    expect(refused.err).toContain("tells rates and no single arrivals; use it as it is, by curve: { file }");
  });
});
