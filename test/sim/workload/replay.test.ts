import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import { traceOf, traceSource, workOf } from "./sources.ts";

const rows = fc
  .array(fc.record({ gap: fc.nat(20), demand: fc.nat(50) }), { minLength: 1, maxLength: 60 })
  .map((all) => {
    let time = 0;
    const arrivals = all.map(({ gap }, index) => {
      time += index === 0 ? 0 : gap;
      return time;
    });
    return { arrivals, demands: all.map(({ demand }) => demand) };
  });

test.prop([rows, fc.integer()])(
  "a trace as it is comes back unchanged, whatever the seed",
  ({ arrivals, demands }, seed) => {
    expect(workOf(traceSource(), { trace: traceOf(arrivals, demands), seed })).toEqual({ arrivals, demands });
  },
);

test.prop([rows, fc.integer({ min: 2, max: 5 }), fc.nat(60), fc.integer()])(
  "scaled, each row comes so many times: once where it is, then up to the jitter later",
  ({ arrivals, demands }, scale, jitter, seed) => {
    const numbered = traceOf(
      arrivals,
      arrivals.map((_, row) => row),
    );
    const work = workOf(traceSource({ scale, jitter }), { trace: numbered, seed });
    expect(work.arrivals).toEqual([...work.arrivals].sort((a, b) => a - b));
    expect(work.arrivals).toHaveLength(scale * arrivals.length);
    for (const [row, time] of arrivals.entries()) {
      const copies = work.arrivals.filter((_, index) => work.demands[index] === row);
      expect(copies).toHaveLength(scale);
      expect(copies[0]).toBe(time);
      expect(copies.every((copy) => copy >= time && copy <= time + jitter)).toBe(true);
    }
    expect(workOf(traceSource({ scale, jitter }), { trace: traceOf(arrivals, demands), seed }).arrivals).toEqual(
      work.arrivals,
    );
  },
);

test.each([
  [0.25, 250],
  [2.5, 2500],
])("a scale of %f is a chance where it is no whole number", (scale, expected) => {
  const trace = traceOf(
    Array.from({ length: 1000 }, (_, row) => row),
    new Array(1000).fill(1),
  );
  const counts = [1, 2, 3].map((seed) => workOf(traceSource({ scale, jitter: 5 }), { trace, seed }).arrivals.length);
  // Three runs of 1000 rows: a standard deviation below 16 each.
  for (const count of counts) expect(Math.abs(count - expected)).toBeLessThan(80);
  expect(new Set(counts).size).toBeGreaterThan(1);
});

test("runs faster, between `from` and `until`", () => {
  const trace = traceOf([0, 10, 20, 30], [1, 2, 3, 4]);
  const work = workOf(traceSource({ from: 100, until: 115, speedUp: 2 }), { trace });
  expect(work).toEqual({ arrivals: [100, 105, 110], demands: [1, 2, 3] });
});

test("draws service where the scenario gives it, also for a trace that tells none", () => {
  const service = { kind: "uniform", low: 5, high: 6 } as const;
  const told = workOf(traceSource({ service }), { trace: traceOf([0, 1], [70, 80]) });
  expect(told.demands.every((demand) => demand > 5 && demand < 6)).toBe(true);
  expect(workOf(traceSource({ service }), { trace: traceOf([0, 1]) })).toEqual(told);
});

test("copies of one moment come in the order of the file", () => {
  const work = workOf(traceSource({ scale: 2 }), { trace: traceOf([0, 0, 0], [1, 2, 3]) });
  expect(work.demands).toEqual([1, 1, 2, 2, 3, 3]);
});
