import { UsageError } from "../policies/index.ts";
import { date, duration, fraction, isPlainNumber, memory, price, rate, type Unit } from "./unit-kinds.ts";

/** The value in SI units (seconds, bytes, per second, dollars an hour, share of 1). Throws `UsageError` with what is allowed. */
export function readUnit(unit: Unit, value: unknown): number {
  const read = typeof value === "string" ? unit.parse(value.trim()) : typeof value === "number" ? value : undefined;
  if (read === Number.POSITIVE_INFINITY) throw new UsageError(`${quoted(value)} is too large`);
  if (read === undefined || !Number.isFinite(read)) throw new UsageError(refusal(unit, value));
  if (read < 0 && unit !== date) throw new UsageError(`${quoted(value)} is negative; ${unit.what} is at least 0`);
  if (unit.maximum !== undefined && read > unit.maximum) throw new UsageError(refusal(unit, value));
  if (bareAreFaults && read !== 0 && unit.full !== undefined && isPlainNumber(String(value)))
    throw new UsageError(
      `${quoted(value)} has no unit and counts ${unit.plain}; write ${unit.full(String(value).trim())}`,
    );
  return read;
}

let bareAreFaults = false;

/** Reads once more what was read well, with quantities that lack their unit as the only faults. Zero needs none. */
export function whereUnitsLack<Read>(read: () => Read): Read {
  bareAreFaults = true;
  try {
    return read();
  } finally {
    bareAreFaults = false;
  }
}

/** Shows a value found in a file as its writer knows it. */
export function quoted(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}...` : value);
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object" && value !== null) return "a mapping";
  return value === undefined ? "nothing" : String(value);
}

const UNITS: readonly Unit[] = [duration, memory, rate, price, fraction];

/** The SI value of a text with any of these units; undefined without a unit, or when it is none of them. */
export function quantityOf(text: string): number | undefined {
  if (isPlainNumber(text)) return undefined;
  return UNITS.map((unit) => unit.parse(text.trim())).find((value) => value !== undefined && Number.isFinite(value));
}

/** The quantity that a misspelt one was probably meant to be. */
export function meantQuantity(value: unknown): string | undefined {
  if (typeof value !== "string" || quantityOf(value) !== undefined || isPlainNumber(value)) return undefined;
  return UNITS.map((unit) => unit.suggest(value.trim())).find((meant) => meant !== undefined);
}

function refusal(unit: Unit, value: unknown): string {
  const meant = typeof value === "string" || typeof value === "number" ? unit.suggest(String(value).trim()) : undefined;
  const { examples } = unit;
  const some = `${examples.slice(0, -1).join(", ")} or ${examples[examples.length - 1]}`;
  const hint = meant === undefined ? "" : `; did you mean ${meant}?`;
  if (value === undefined) return `is missing; write ${unit.what}, for example ${some}`;
  return `${quoted(value)} is not ${unit.what}; write for example ${some}${hint}`;
}
