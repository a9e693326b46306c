import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { UsageError } from "../../policies/index.ts";
import { date, duration, fraction, memory, price, rate, readUnit, type Unit } from "../../scenarios/index.ts";
import { meantQuantity, quantityOf } from "../../scenarios/units.ts";
import { load, mixWith } from "./mix.ts";

const SI: readonly (readonly [Unit, string, number])[] = [
  [duration, "15s", 15],
  [duration, "2h", 7200],
  [duration, "250ms", 0.25],
  [duration, "100us", 1e-4],
  [duration, "1d12h", 129_600],
  [duration, "1h 30m", 5400],
  [duration, "5min", 300],
  [duration, "1w", 604_800],
  [duration, "1.5 h", 5400],
  [duration, "90", 90],
  [memory, "40GiB", 40 * 2 ** 30],
  [memory, "32GB", 32e9],
  [memory, "512 MiB", 512 * 2 ** 20],
  [memory, "1.5KiB", 1536],
  [memory, "0.3B", 0],
  [rate, "0.2/s", 0.2],
  [rate, "12/min", 0.2],
  [rate, "3/h", 3 / 3600],
  [rate, "86400/d", 1],
  [price, "$2.93/h", 2.93],
  [price, "2.93/h", 2.93],
  [price, "2.93", 2.93],
  [fraction, "50%", 0.5],
  [fraction, "0.5", 0.5],
  [fraction, "100 %", 1],
  [date, "2026-01-05", 1_767_571_200],
  [date, "2026-01-05T00:00Z", 1_767_571_200],
  [date, "2026-01-05 01:00+01:00", 1_767_571_200],
  [date, "1969-12-31T23:59:59.5Z", -0.5],
];

test.each(SI)("reads %# $1 in SI units", (unit, text, value) => {
  expect(readUnit(unit, text)).toBe(value);
});

const REFUSED: readonly (readonly [Unit, unknown, string])[] = [
  [memory, "40Gib", '"40Gib" is not an amount of memory; write for example 40GiB, 32GB or 512MiB; did you mean 40GiB?'],
  [memory, "40Gi", '"40Gi" is not an amount of memory; write for example 40GiB, 32GB or 512MiB; did you mean 40GiB?'],
  [memory, "15s", '"15s" is not an amount of memory; write for example 40GiB, 32GB or 512MiB'],
  [duration, "15 sec", '"15 sec" is not a duration; write for example 15s, 2h, 1h30m or 250ms; did you mean 15s?'],
  [
    duration,
    "5 milliseconds",
    '"5 milliseconds" is not a duration; write for example 15s, 2h, 1h30m or 250ms; did you mean 5ms?',
  ],
  [duration, "", '"" is not a duration; write for example 15s, 2h, 1h30m or 250ms'],
  [duration, "-15s", '"-15s" is negative; a duration is at least 0'],
  [duration, "5constructor", '"5constructor" is not a duration; write for example 15s, 2h, 1h30m or 250ms'],
  [duration, Number.NaN, "NaN is not a duration; write for example 15s, 2h, 1h30m or 250ms"],
  [duration, "1e400s", '"1e400s" is too large'],
  [rate, Number.POSITIVE_INFINITY, "Infinity is too large"],
  [duration, true, "true is not a duration; write for example 15s, 2h, 1h30m or 250ms"],
  [duration, [1], "a list is not a duration; write for example 15s, 2h, 1h30m or 250ms"],
  [duration, undefined, "is missing; write a duration, for example 15s, 2h, 1h30m or 250ms"],
  [rate, "2 per hour", '"2 per hour" is not a rate; write for example 0.2/s, 12/min or 3/h; did you mean 2/h?'],
  [price, "$2.93", '"$2.93" is not a price; write for example $2.93/h or $0.50/h; did you mean $2.93/h?'],
  [price, "2.93€/h", '"2.93€/h" is not a price; write for example $2.93/h or $0.50/h'],
  [fraction, 50, "50 is not a fraction; write for example 50% or 0.5; did you mean 50%?"],
  [fraction, "150%", '"150%" is not a fraction; write for example 50% or 0.5'],
  [
    date,
    "2026-02-30",
    '"2026-02-30" is not a date; write for example 2026-01-05, 2026-01-05T08:30Z or 2026-01-05T08:30+01:00',
  ],
  [
    date,
    "2026-01-05T08:30",
    '"2026-01-05T08:30" is not a date; write for example 2026-01-05, 2026-01-05T08:30Z or 2026-01-05T08:30+01:00; did you mean 2026-01-05T08:30Z?',
  ],
];

test.each(REFUSED)("refuses %# $1 and says what would do", (unit, value, message) => {
  expect(() => readUnit(unit, value)).toThrow(new UsageError(message));
});

const amount = fc.double({ min: 0, max: 1e6, noNaN: true });

describe("for every amount", () => {
  test.prop([amount])("a plain number is already in SI units", (value) => {
    for (const unit of [duration, rate, price]) {
      expect(readUnit(unit, value)).toBe(value);
      expect(readUnit(unit, String(value))).toBe(value);
    }
  });

  test.prop([amount])("larger units multiply and smaller ones divide, rounding once", (value) => {
    expect(readUnit(duration, `${value}s`)).toBe(value);
    expect(readUnit(duration, `${value}h`)).toBe(value * 3600);
    expect(readUnit(duration, `${value}ms`)).toBe(value / 1000);
    expect(readUnit(rate, `${value}/min`)).toBe(value / 60);
    expect(readUnit(memory, `${value}GiB`)).toBe(Math.round(value * 2 ** 30));
    expect(readUnit(price, `$${value}/h`)).toBe(value);
  });

  test.prop([fc.integer({ min: 0, max: 364 }), fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 })])(
    "parts of a duration add up",
    (days, hours, minutes) => {
      expect(readUnit(duration, `${days}d${hours}h ${minutes}m`)).toBe(days * 86_400 + hours * 3600 + minutes * 60);
    },
  );

  test.prop([fc.integer({ min: -2_000_000_000, max: 4_000_000_000 })])("a date comes back as written", (seconds) => {
    expect(readUnit(date, new Date(seconds * 1000).toISOString())).toBe(seconds);
  });

  test.prop([fc.oneof(fc.string(), fc.jsonValue())])(
    "anything is read as a finite number or refused politely",
    (value) => {
      for (const unit of [duration, memory, rate, price, fraction, date]) {
        try {
          expect(readUnit(unit, value)).toSatisfy(Number.isFinite);
        } catch (error) {
          expect(error).toBeInstanceOf(UsageError);
        }
      }
    },
  );

  test.prop([amount, fc.constantFrom("s", "min", "h", "GiB", "MB", "/s", "/min", "%")])(
    "what is accepted matches the pattern that editors check, and belongs to one kind of unit",
    (value, suffix) => {
      const text = `${value}${suffix}`;
      const kinds = [duration, memory, rate, price, fraction].filter((unit) => unit.parse(text) !== undefined);
      expect(kinds).toHaveLength(1);
      expect(text).toMatch(new RegExp(kinds[0]?.pattern ?? "$^"));
      expect(quantityOf(text)).toBe(kinds[0]?.parse(text));
    },
  );
});

describe("a number without its unit counts as it is documented, and is warned of", () => {
  const lacking = (text: string, set: readonly string[] = []) =>
    load(text, { set }).warnings.filter((warning) => warning.includes("has no unit"));

  test.each([
    ["warmUp: 60s", "warmUp: 3", "mix.yaml:9:13 groups.sampler.warmUp: 3 has no unit and counts seconds; write 3s"],
    [
      "warmUp: 60s",
      "warmUp: { uniform: { low: 0, high: 3 } }",
      "mix.yaml:9:40 groups.sampler.warmUp.uniform.high: 3 has no unit and counts seconds; write 3s",
    ],
    ["0.2/s", "12", "mix.yaml:13:22 workload[0].poisson.rate: 12 has no unit and counts events a second; write 12/s"],
    ["$2/h", "2", "mix.yaml:4:87 nodes.gpu.price: 2 has no unit and counts dollars an hour; write $2/h"],
    [
      "64GiB",
      "64",
      "mix.yaml:4:38 nodes.gpu.memory: 64 has no unit and counts bytes; write 64GiB, or 64B where bytes are meant",
    ],
    [
      "policies:",
      "expect: [p95 wait < 30]\npolicies:",
      'mix.yaml:15:10 expect[0]: "30" has no unit and counts seconds; write 30s',
    ],
  ])("%s as %s", (found, written, warning) => {
    const before = lacking(mixWith(found, written));
    expect(before).toEqual([warning]);
    expect(lacking(mixWith(found, written), ["groups.sampler.grace=5"])).toEqual([
      "--set groups.sampler.grace=5: 5 has no unit and counts seconds; write 5s",
      warning,
    ]);
  });

  test("nothing is said of zero, fractions, counts and hours", () => {
    const lines = "[p95 wait <= 0, attainment >= 0.95, GPU hours < 30, reversals per hour <= 2, unfinished < 5]";
    expect(
      lacking(mixWith("policies:", `expect: ${lines}\npolicies:`), ["groups.sampler.grace=0", "objective.wait=5s"]),
    ).toEqual([]);
  });
});

test("a number without a unit is no quantity, and a misspelt quantity has one it was meant to be", () => {
  expect(quantityOf("15")).toBeUndefined();
  expect(quantityOf("oldest")).toBeUndefined();
  expect(meantQuantity("20Gib")).toBe("20GiB");
  expect(meantQuantity("20GiB")).toBeUndefined();
  expect(meantQuantity("oldest")).toBeUndefined();
});
