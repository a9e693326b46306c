import { expect, test } from "vitest";
import {
  formatClock,
  formatDuration,
  formatFixed,
  formatMoney,
  formatNumber,
  formatPercent,
} from "../../reports/format.ts";

test("numbers keep three significant digits and whole integer parts", () => {
  expect([0, 0.012345, 1.2345, 12.345, 123.45, 1234.5, 1234567].map(formatNumber)).toEqual([
    "0",
    "0.0123",
    "1.23",
    "12.3",
    "123",
    "1,235",
    "1,234,567",
  ]);
  expect([-0.5, 9.996, 99.96, 3e-7].map(formatNumber)).toEqual(["-0.500", "10.0", "100", "3.00e-7"]);
});

test("what is not finite is unknown, not a number", () => {
  expect([Number.NaN, Number.POSITIVE_INFINITY].map(formatNumber)).toEqual(["–", "–"]);
});

test("durations are in the unit people would say", () => {
  expect([0, 0.0042, 0.35, 1, 89.5, 95, 7199, 90_000].map(formatDuration)).toEqual([
    "0 s",
    "4.20 ms",
    "350 ms",
    "1 s",
    "89.5 s",
    "1.58 min",
    "2.00 h",
    "25 h",
  ]);
});

test("a share near all keeps the digits that tell it from all", () => {
  expect([0, 0.5, 0.0123, 0.999, 0.99995, 0.9999999, 1].map(formatPercent)).toEqual([
    "0",
    "50.0",
    "1.23",
    "99.9",
    "99.995",
    "99.999",
    "100",
  ]);
});

test("money has cents up to a thousand dollars", () => {
  expect([0, 0.0031, 2.5, 999.99, 12_345.6].map(formatMoney)).toEqual(["0.00", "0.00310", "2.50", "999.99", "12,346"]);
});

test("a small value in a column of fixed decimals is not shown as zero", () => {
  expect(formatFixed(0.004, 2)).toBe("<0.01");
  expect(formatFixed(0, 2)).toBe("0.00");
  expect(formatFixed(1234.567, 1)).toBe("1,234.6");
});

test("moments are hours and minutes since the start", () => {
  expect([0, 59.9, 3600, 90_061].map((seconds) => formatClock(seconds))).toEqual(["0:00", "0:00", "1:00", "25:01"]);
  expect(formatClock(3599.6, true)).toBe("1:00:00");
});
