import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import { type Instant, readDatetime, readNumber, readTime, secondsBetween } from "../../../sim/workload/instant.ts";

const origin = { seconds: 0, nanoseconds: 0 };

const date = fc.date({
  min: new Date("0001-01-01T00:00:00Z"),
  max: new Date("9999-12-31T23:59:59Z"),
  noInvalidDate: true,
});

test.prop([date, date])("dates lie as far apart as the calendar says", (one, other) => {
  const apart = Math.floor(other.getTime() / 1000) - Math.floor(one.getTime() / 1000);
  expect(datetime(written(other)).seconds - datetime(written(one)).seconds).toBe(apart);
});

test("a fraction keeps its seventh digit, beside any date", () => {
  const from = datetime("2023-11-16 18:15:46.6805900");
  expect(secondsBetween(from, datetime("2023-11-16 18:15:50.9951690"))).toBe(4.314579);
  expect(secondsBetween(from, datetime("2023-11-16 18:15:46.6805901"))).toBe(1e-7);
  expect(secondsBetween(from, datetime("2023-11-17T00:00:00Z"))).toBe(20653.31941);
});

test.each([
  "2023-01-01T00:00:00Z",
  "2023-01-01 00:00",
  "2023-01-01 00:00:00 UTC",
  "2023-01-01t02:00:00+02:00",
  "2022-12-31T18:30:00.000-0530",
])("%s is the same moment in any way of writing", (text) => {
  expect(datetime(text)).toEqual(datetime("2023-01-01 00:00:00"));
});

test.each([
  "2023-02-29 00:00:00",
  "2023-13-01 00:00:00",
  "2023-00-01 00:00:00",
  "2023-04-31 00:00:00",
  "2023-01-01 24:00:00",
  "2023-01-01 00:60:00",
  "2023-01-01",
  "01/02/2023 00:00:00",
  "2023-01-01 00:00:00+2",
  "2023-01-01 00:00:00+24:00",
  "2023-01-01 00:00.5",
  "",
])("%j is no date and time", (text) => {
  expect(readDatetime(text, { ...origin })).toBe(false);
});

test.prop([
  fc.bigInt({ min: -(10n ** 19n), max: 10n ** 19n }),
  fc.constantFrom("s" as const, "ms" as const, "us" as const, "ns" as const),
])("a decimal number of any unit is read to the nanosecond", (nanoseconds, unit) => {
  const instant = { ...origin };
  expect(readTime(decimal(nanoseconds, { s: 9, ms: 6, us: 3, ns: 0 }[unit]), unit, instant)).toBe(true);
  expect(BigInt(instant.seconds) * 10n ** 9n + BigInt(instant.nanoseconds)).toBe(nanoseconds);
});

const digits = fc.stringMatching(/^[0-9]{0,18}$/);

test.prop([
  fc.oneof(
    digits,
    fc.tuple(digits, digits).map(([whole, fraction]) => `${whole}.${fraction}`),
  ),
])("a number is what JavaScript makes of it, to the last bit", (text) => {
  expect(readNumber(text)).toBe(/\d/.test(text) ? Number(text) : Number.NaN);
});

test.prop([
  fc.stringMatching(/^[0-9]{1,15}$/),
  fc.stringMatching(/^[0-9]{0,18}$/),
  fc.constantFrom("s" as const, "ms" as const, "us" as const, "ns" as const),
])("digits beyond the nanosecond are cut", (whole, fraction, unit) => {
  const places = { s: 9, ms: 6, us: 3, ns: 0 }[unit];
  const instant = { ...origin };
  expect(readTime(`${whole}.${fraction}`, unit, instant)).toBe(true);
  const nanoseconds = BigInt(whole + fraction.slice(0, places).padEnd(places, "0"));
  expect(BigInt(instant.seconds) * 10n ** 9n + BigInt(instant.nanoseconds)).toBe(nanoseconds);
});

test("a time may have an exponent", () => {
  const instant = { ...origin };
  expect(readTime("1.5e3", "ms", instant)).toBe(true);
  expect(secondsBetween(origin, instant)).toBe(1.5);
});

test.each(["", "abc", "1,5", "NaN", "Infinity", "1e400", "0x10", "12:30"])(
  "%j is neither a time nor a number",
  (text) => {
    expect(readTime(text, "s", { ...origin })).toBe(false);
    expect(readNumber(text)).toBeNaN();
  },
);

test("differences beyond the exact span are still right to the last place", () => {
  const years = datetime("2024-01-01 00:00:00.5");
  expect(secondsBetween(datetime("2020-01-01 00:00:00.25"), years)).toBe(1461 * 86_400 + 0.25);
});

function datetime(text: string): Instant {
  const instant = { ...origin };
  expect(readDatetime(text, instant)).toBe(true);
  return instant;
}

function written(date: Date): string {
  return date.toISOString().replace("T", " ").slice(0, 19);
}

function decimal(value: bigint, places: number): string {
  const digits = String(value < 0n ? -value : value).padStart(places + 1, "0");
  const point = digits.length - places;
  const fraction = places === 0 ? "" : `.${digits.slice(point)}`;
  return `${value < 0n ? "-" : ""}${digits.slice(0, point)}${fraction}`;
}
