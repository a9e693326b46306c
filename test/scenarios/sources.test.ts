import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { type Case, load, MIX, mixWith, RATE, refusal, SERVICE } from "./mix.ts";

const folder = mkdtempSync(join(tmpdir(), "disfun-sim-sources-"));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, "a.csv");
writeFileSync(file, "period,count\n0,1\n60,1\n");

/** The workload's only source, as it is resolved. */
const sourceOf = (written: string) => load(mixWith(RATE, written)).scenario.workload[0];

test("gaps, states and batches are read with their units", () => {
  expect(sourceOf("renewal: { gaps: { gamma: { mean: 1m, cv: 3 } } }\n    batch: 4")).toMatchObject({
    kind: "renewal",
    gaps: { kind: "gamma", mean: 60, cv: 3 },
    batch: { kind: "constant", value: 4 },
  });
  const states = "[{ rate: 6/min, mean: 10m }, { rate: 0, mean: 1h }]";
  expect(sourceOf(`markov: { states: ${states} }\n    batch: { geometric: { mean: 2 } }`)).toMatchObject({
    kind: "markov",
    name: "sampler_queue-markov",
    states: [
      { rate: 0.1, mean: 600 },
      { rate: 0, mean: 3600 },
    ],
    batch: { kind: "geometric", mean: 2 },
  });
  expect(sourceOf(`${RATE}\n    batch: { uniform: { low: 1, high: 3 } }`)).toMatchObject({
    batch: { kind: "uniform", low: 1, high: 3 },
  });
});

test("a day is a curve of half hours that repeats, highest at its peak", () => {
  const source = sourceOf("curve: { daily: { low: 1/s, high: 3/s, peak: 15h } }");
  if (source?.kind !== "curve") throw new Error("not a curve");
  expect(source).toMatchObject({ interpolate: "linear", repeat: 86_400 });
  expect(source.points).toHaveLength(48);
  expect(source.points[30]).toEqual({ at: 54_000, rate: 3 });
  expect(source.points[6]?.rate).toBeCloseTo(1, 12);
  expect(source.points[18]?.rate).toBeCloseTo(2, 12);
});

test("files are found beside the scenario, for a curve and for speeds", () => {
  expect(sourceOf(`curve: { file: ${file}, scale: 2, interval: 1m }`)).toMatchObject({
    kind: "curve",
    file,
    points: [],
    scale: 2,
    interval: 60,
  });
  const trace = `trace: { file: ${file}, format: vidur, speeds: { file: ${file}, filter: { parallel: 8 } } }`;
  expect(sourceOf(trace)).toMatchObject({ speeds: { file, filter: { parallel: ["8"] }, batch: 1 } });
});

test("a trace that is not looped is resolved without saying so", () => {
  const trace = (more: string) => sourceOf(`trace: { file: ${file}, format: counts${more} }`);
  expect(trace("")).not.toHaveProperty("loop");
  expect(trace(", loop: true")).toMatchObject({ loop: true });
});

const CASES: readonly Case[] = [
  [
    "gaps without length",
    RATE,
    "renewal: { gaps: 0s }",
    "mix.yaml:13:22 workload[0].renewal.gaps: is always 0; a gap takes time, for example 5s",
  ],
  [
    "a misspelt distribution of gaps",
    RATE,
    "renewal: { gaps: { gama: { mean: 5s, cv: 3 } } }",
    'mix.yaml:13:24 workload[0].renewal.gaps.gama: unknown key "gama"; did you mean "gamma"?',
  ],
  [
    "states without arrivals",
    RATE,
    "markov: { states: [{ rate: 0, mean: 1m }, { rate: 0, mean: 1m }] }",
    "mix.yaml:13:23 workload[0].markov.states: has no state with arrivals; give one a rate above 0",
  ],
  [
    "a misspelt state",
    RATE,
    "markov: { states: [{ rate: 1/s, mean: 1m, men: 2m }, { rate: 0, mean: 1m }] }",
    'mix.yaml:13:47 workload[0].markov.states[0].men: unknown key "men"; did you mean "mean"?',
  ],
  [
    "a batch of nothing",
    RATE,
    `${RATE}\n    batch: 0`,
    "mix.yaml:14:12 workload[0].batch: 0 is too small; write more than 0",
  ],
  [
    "batches upside down",
    RATE,
    `${RATE}\n    batch: { uniform: { low: 3, high: 2 } }`,
    "mix.yaml:14:30 workload[0].batch.uniform.low: low is more than high",
  ],
  [
    "batches of spikes",
    RATE,
    "spikes: { at: 1m, count: 3 }\n    batch: 2",
    "mix.yaml:14:12 workload[0].batch: spikes come one by one; leave this out, and write count there for more tasks",
  ],
  [
    "a curve from two places",
    RATE,
    "curve: { daily: { low: 1/s, high: 2/s }, points: [{ at: 0s, rate: 1/s }] }",
    "mix.yaml:13:12 workload[0].curve: a curve has points and daily; only one of points, daily, file is allowed",
  ],
  [
    "a day upside down",
    RATE,
    "curve: { daily: { low: 2/s, high: 1/s } }",
    "mix.yaml:13:28 workload[0].curve.daily.low: low is more than high",
  ],
  [
    "a day that repeats otherwise",
    RATE,
    "curve: { daily: { low: 1/s, high: 2/s }, repeat: 12h }",
    "mix.yaml:13:54 workload[0].curve.repeat: daily repeats by itself, every 24h; leave this out",
  ],
  [
    "the scale of a curve without a file",
    RATE,
    "curve: { points: [{ at: 0s, rate: 1/s }], scale: 2 }",
    "mix.yaml:13:54 workload[0].curve.scale: multiplies what a file counts; leave this out",
  ],
];

test.each(CASES)("refuses %s", (_, found, written, message) => {
  expect(refusal(mixWith(found, written))).toBe(message);
});

test.each([
  ["curve: { file: gone.csv }", "there is no file"],
  ["trace: { file: FILE, format: mooncacke }", 'did you mean "mooncake"?'],
  ["trace: { file: FILE, format: vidur, perToken: { input: 0, output: 1ms }, speeds: { file: FILE } }", "leave one"],
  ["trace: { file: FILE, format: openb, speeds: { file: FILE } }", "format openb has no tokens; leave this out"],
  ["trace: { file: FILE, format: openb, interval: 1m }", "format openb has no intervals of your choice"],
  ["trace: { file: FILE, format: vidur, speeds: { file: gone.csv } }", "there is no file"],
])("refuses %s", (written, message) => {
  expect(refusal(mixWith(RATE, written.replaceAll("FILE", file)))).toContain(message);
});

test.each(["counts", "servegen"])("%s needs a service time beside it", (format) => {
  const text = mixWith(`    ${RATE}\n${SERVICE}`, `    trace: { file: ${file}, format: ${format} }\n`);
  expect(refusal(text)).toMatch(
    /workload\[0\]\.service: is missing; format \w+ has no service times: write how long a task takes, for example 15s$/,
  );
});

test("a run over what never ends needs a horizon", () => {
  const without = MIX.replace("horizon: 1h\n", "");
  const ends = (written: string) => !refusal(without.replace(RATE, written)).includes("the run would never end");
  expect(ends(`trace: { file: ${file}, format: counts }`)).toBe(true);
  expect(ends(`trace: { file: ${file}, format: counts, loop: true }`)).toBe(false);
  expect(ends(`curve: { file: ${file} }`)).toBe(true);
  expect(ends(`curve: { file: ${file}, repeat: 1h }`)).toBe(false);
  expect(ends("renewal: { gaps: 5s }")).toBe(false);
});
