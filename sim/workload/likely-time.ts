import { readDatetime, type TimeUnit } from "./instant.ts";

const unitOfDigits: Readonly<Record<number, TimeUnit>> = { 10: "s", 13: "ms", 16: "us", 19: "ns" };

/** What this text most likely is: a date and time, or by its digits the time since 1970 of a moment between 2001 and 2039. */
export function likelyTime(text: string): TimeUnit | "datetime" | undefined {
  if (readDatetime(text, { seconds: 0, nanoseconds: 0 })) return "datetime";
  const [, whole = ""] = /^((?:1\d|2[01])\d{8,17})(?:\.\d*)?$/.exec(text) ?? [];
  return unitOfDigits[whole.length];
}
