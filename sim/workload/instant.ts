import { PlainDecimal, power } from "./plain-decimal.ts";

/** A point in time in two integers of the same sign, so that no digit of a fraction is lost beside a date. */
export interface Instant {
  seconds: number;
  nanoseconds: number;
}

const SPAN_EXACT_IN_NANOSECONDS = 9e6;

/** Seconds from one instant to another: the double nearest to the exact difference, up to 104 days; beyond, within a unit of its last place. */
export function secondsBetween(from: Instant, to: Instant): number {
  const seconds = to.seconds - from.seconds;
  const nanoseconds = to.nanoseconds - from.nanoseconds;
  if (Math.abs(seconds) < SPAN_EXACT_IN_NANOSECONDS) return (seconds * 1e9 + nanoseconds) / 1e9;
  return seconds + nanoseconds / 1e9;
}

export type TimeUnit = "s" | "ms" | "us" | "ns";

/** Decimal places between a unit and the second. */
const PLACES = { s: 0, ms: 3, us: 6, ns: 9 };

/** Seconds in one unit. */
export function perSecond(unit: TimeUnit): number {
  return 10 ** PLACES[unit];
}

const DATETIME =
  /^(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?(?: ?(?:Z|UTC|([+-])(\d\d):?(\d\d)))?$/i;

/**
 * Reads a date and time as of ISO 8601: `YYYY-MM-DD HH:MM[:SS[.fraction]]`, with a space or T between, as UTC unless an offset such
 * as `+02:00` follows; tells whether it was one. Digits beyond the ninth are cut.
 */
export function readDatetime(text: string, instant: Instant): boolean {
  const match = DATETIME.exec(text);
  if (match === null) return false;
  const [year, month, day, hour, minute] = match.slice(1, 6).map(Number) as Five;
  const second = Number(match[6] ?? 0);
  const [ahead, minutesAhead] = [Number(match[9] ?? 0), Number(match[10] ?? 0)];
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return false;
  if (hour > 23 || minute > 59 || second > 59 || ahead > 23 || minutesAhead > 59) return false;
  const offset = (match[8] === "-" ? -1 : 1) * (ahead * 60 + minutesAhead);
  instant.seconds = ((daysBefore(year, month, day) * 24 + hour) * 60 + minute - offset) * 60 + second;
  instant.nanoseconds = nanoseconds(match[7] ?? "");
  return true;
}

type Five = [number, number, number, number, number];

const plain = new PlainDecimal();

/** Reads a number of units since whenever; tells whether it was one. Digits beyond the nanosecond are cut. */
export function readTime(text: string, unit: TimeUnit, instant: Instant): boolean {
  if (!plain.read(text)) return readAnyTime(text, unit, instant);
  const { whole, fraction, places } = plain;
  const rest = whole % power(PLACES[unit]);
  const room = 9 - PLACES[unit];
  const cut = power(Math.max(0, places - room));
  instant.seconds = (whole - rest) / power(PLACES[unit]);
  instant.nanoseconds = rest * power(room) + ((fraction - (fraction % cut)) / cut) * power(Math.max(0, room - places));
  return true;
}

const DECIMAL = /^([+-]?)(\d+)(?:\.(\d*))?$/;

function readAnyTime(text: string, unit: TimeUnit, instant: Instant): boolean {
  const match = DECIMAL.exec(text);
  if (match === null) return readInexactTime(text, unit, instant);
  const [, sign, whole = "", fraction = ""] = match;
  const places = PLACES[unit];
  const digits = whole.padStart(places + 1, "0");
  const point = digits.length - places;
  const direction = sign === "-" ? -1 : 1;
  instant.seconds = direction * Number(digits.slice(0, point));
  instant.nanoseconds = direction * nanoseconds(digits.slice(point) + fraction);
  return Number.isSafeInteger(instant.seconds);
}

/** With an exponent, such as 1.7e9. */
function readInexactTime(text: string, unit: TimeUnit, instant: Instant): boolean {
  const seconds = readNumber(text) / perSecond(unit);
  instant.seconds = Math.trunc(seconds);
  instant.nanoseconds = Math.round((seconds - instant.seconds) * 1e9);
  return Number.isSafeInteger(instant.seconds);
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** A decimal number, or NaN: of what `Number` would take, empty text, hexadecimal and Infinity are none. */
export function readNumber(text: string): number {
  if (plain.read(text) && plain.digits + plain.places <= 15) return plain.value();
  if (!NUMBER.test(text)) return Number.NaN;
  const value = Number(text);
  return Number.isFinite(value) ? value : Number.NaN;
}

function nanoseconds(fraction: string): number {
  return Number(fraction.slice(0, 9).padEnd(9, "0"));
}

function leap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return leap(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

const DAYS_BEFORE_MONTH = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];

/** Days since year 0 of the Gregorian calendar, counted through. */
function daysBefore(year: number, month: number, day: number): number {
  const years = year - 1;
  const leapDays = Math.floor(years / 4) - Math.floor(years / 100) + Math.floor(years / 400);
  const thisLeapDay = month > 2 && leap(year) ? 1 : 0;
  return years * 365 + leapDays + (DAYS_BEFORE_MONTH[month - 1] as number) + thisLeapDay + day - 1;
}
