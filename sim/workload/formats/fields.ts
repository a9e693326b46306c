import { type Instant, readDatetime, readNumber, readTime, type TimeUnit } from "../instant.ts";

/** Reads a date and time into `instant`, or returns why not. */
export function datetimeField(column: string, text = "", instant: Instant): string | undefined {
  return readDatetime(text, instant) ? undefined : (emptyField(column, text) ?? `not a date and time: ${column}`);
}

/** Reads a time in some unit into `instant`, or returns why not. */
export function timeField(column: string, text = "", unit: TimeUnit, instant: Instant): string | undefined {
  return readTime(text, unit, instant) ? undefined : (emptyField(column, text) ?? `not a number: ${column}`);
}

/** A number of at least zero, or why it is none. */
export function quantityField(column: string, text = ""): number | string {
  const value = readNumber(text);
  if (Number.isNaN(value)) return emptyField(column, text) ?? `not a number: ${column}`;
  return value < 0 ? `negative: ${column}` : value;
}

function emptyField(column: string, text: string): string | undefined {
  return text.trim() === "" ? `empty: ${column}` : undefined;
}
