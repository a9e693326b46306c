import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import { DurationRecord } from "../../sim/measure/durations.ts";
import { Histogram } from "../../sim/measure/histogram.ts";
import { KeyedStream } from "../../sim/random/keyed.ts";

const duration = fc.double({ min: 1e-6, max: 1e9, noNaN: true });

test.prop([fc.array(duration, { minLength: 1, maxLength: 40 })])(
  "a histogram's order statistics are within 0.1 % of the values",
  (values) => {
    const histogram = new Histogram();
    for (const value of values) histogram.add(value);
    const sorted = Float64Array.from(values).sort();
    histogram.at([...sorted.keys()]).forEach((found, rank) => {
      const value = sorted[rank] ?? Number.NaN;
      expect(Math.abs(found - value)).toBeLessThanOrEqual(0.001 * value);
    });
  },
);

test.prop([fc.array(fc.oneof(duration, fc.constant(0))), fc.array(duration)])(
  "merging histograms is adding up what they saw",
  (left, right) => {
    const [a, b, both] = [new Histogram(), new Histogram(), new Histogram()];
    for (const value of left) a.add(value);
    for (const value of right) b.add(value);
    for (const value of [...left, ...right]) both.add(value);
    a.merge(b);
    expect(a.total).toBe(both.total);
    expect(Buffer.from(a.counts.buffer).equals(Buffer.from(both.counts.buffer))).toBe(true);
  },
);

test("percentiles interpolate linearly between order statistics", () => {
  const record = new DurationRecord();
  for (const value of [40, 10, 20, 30]) record.add(value);
  expect(record.summary()).toEqual({ mean: 25, p50: 25, p90: 37, p95: 38.5, p99: expect.closeTo(39.7), max: 40 });
});

test("says nothing of no tasks", () => {
  expect(new DurationRecord().summary()).toBeUndefined();
  expect(new DurationRecord().ecdf()).toEqual({ value: [], share: [] });
});

test("beyond a million tasks percentiles stay within 0.1 %, and the mean and maximum exact", () => {
  const record = new DurationRecord();
  const count = 1_200_000;
  for (let index = 1; index <= count; index++) record.add(index / 1000);
  const summary = record.summary();
  expect(summary?.mean).toBeCloseTo((count + 1) / 2000, 6);
  expect(summary?.max).toBe(count / 1000);
  for (const [share, value] of [
    [0.5, summary?.p50],
    [0.99, summary?.p99],
  ] as const) {
    expect(Math.abs((value ?? 0) / ((share * count) / 1000) - 1)).toBeLessThan(0.0011);
  }
  expect(Math.abs(record.within(600) - 600_000)).toBeLessThanOrEqual(1200);
});

const spread = fc.record({ cv: fc.double({ min: 0.1, max: 6, noNaN: true }), seed: fc.nat() });

test.prop([fc.array(spread, { minLength: 1, maxLength: 3 }), fc.double({ min: 0, max: 1, noNaN: true })], {
  numRuns: 4,
})(
  "the quantiles of several records of more than a million tasks together are within 0.1 % of those of all values",
  (parts, share) => {
    // Lognormal values, the first record beyond what is kept, so that merging goes through the histogram both ways.
    const columns = parts.map(({ cv, seed }, part) => {
      const sigma = Math.sqrt(Math.log(1 + cv * cv));
      const chance = new KeyedStream().begin(seed);
      return Float64Array.from({ length: part === 0 ? 1_050_000 : 50_000 }, () => {
        const radius = Math.sqrt(-2 * Math.log(chance.next()));
        return Math.exp(sigma * radius * Math.cos(2 * Math.PI * chance.next()));
      });
    });
    const merged = DurationRecord.merged(columns.map((column) => recordOf(column)));
    const sorted = Float64Array.from(columns.flatMap((column) => [...column])).sort();
    const { p50 = 0, p99 = 0, max } = merged.summary() ?? {};
    const exact = (at: number) => {
      const rank = at * (sorted.length - 1);
      const [low = 0, high = low] = sorted.slice(Math.floor(rank), Math.floor(rank) + 2);
      return low + (high - low) * (rank - Math.floor(rank));
    };
    expect(Math.abs(p50 / exact(0.5) - 1)).toBeLessThanOrEqual(0.001);
    expect(Math.abs(p99 / exact(0.99) - 1)).toBeLessThanOrEqual(0.001);
    expect(max).toBe(sorted.at(-1));
    const limit = exact(share);
    expect(merged.within(limit * 1.001)).toBeGreaterThanOrEqual(sorted.filter((value) => value <= limit).length);
  },
);

test("records of several queues merge into one, exact and not", () => {
  const small = new DurationRecord();
  const large = new DurationRecord();
  for (let index = 0; index < 10; index++) small.add(5000);
  for (let index = 0; index < 1_000_001; index++) large.add(1);
  const merged = DurationRecord.merged([small, large]);
  expect(merged.count).toBe(1_000_011);
  expect(merged.summary()?.max).toBe(5000);
  expect(merged.summary()?.p50).toBeCloseTo(1, 2);
});

test.prop([fc.array(fc.array(fc.oneof(duration, fc.constant(0))), { minLength: 2, maxLength: 4 })])(
  "several records merged have the quantiles of one that saw everything",
  (parts) => {
    const all = recordOf(parts.flat());
    const records = parts.map(zerosCounted);
    const merged = DurationRecord.merged(records);
    expect(merged.summary()).toEqual(all.summary());
    expect(merged.within(1)).toBe(all.within(1));
    for (const [index, record] of records.entries())
      expect(record.summary()).toEqual(recordOf(parts[index] ?? []).summary());
    expect(merged.ecdf()).toEqual(all.ecdf());
    expect(DurationRecord.merged(records).summary()).toEqual(all.summary());
  },
);

test("what comes after a look at the quantiles counts in the next", () => {
  const record = recordOf([1, 2]);
  expect(record.summary()?.p50).toBe(1.5);
  record.add(3);
  expect(record.summary()?.p50).toBe(2);
});

/** A record that is told of zeros by their number. */
function zerosCounted(values: readonly number[]): DurationRecord {
  const record = recordOf(values.filter((value) => value > 0));
  record.addZeros(values.length - record.count);
  return record;
}

function recordOf(values: Iterable<number>): DurationRecord {
  const record = new DurationRecord();
  for (const value of values) record.add(value);
  return record;
}

test.prop([fc.array(fc.oneof(fc.constant(0), fc.double({ min: 0, max: 1e6, noNaN: true }))), fc.boolean()], {
  numRuns: 20,
})("columns are noted as their values one by one", (values, many) => {
  const [column, single] = [new DurationRecord(), new DurationRecord()];
  // Just before, or well before the histogram takes over.
  const before = new Float64Array(many ? 999_990 : 10).fill(0.5);
  const positive = Float64Array.from(values.filter((value) => value > 0));
  column.addAll(before, before.length);
  column.addAll(positive, positive.length);
  column.addZeros(values.length - positive.length);
  for (const value of before) single.add(value);
  for (const value of values) single.add(value);
  expect(column.summary()).toEqual(single.summary());
  expect(column.ecdf()).toEqual(single.ecdf());
  expect(column.within(0.5)).toBe(single.within(0.5));
});
