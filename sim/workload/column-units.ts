import type { TraceSpec } from "../../scenarios/scenario.ts";

const units = {
  s: ["s", "sec", "secs", "second", "seconds"],
  ms: ["ms", "msec", "msecs", "millis", "millisecond", "milliseconds"],
  us: ["us", "usec", "usecs", "micros", "microsecond", "microseconds"],
  ns: ["ns", "nsec", "nsecs", "nanos", "nanosecond", "nanoseconds"],
} as const;

/** A line for each column that is read in another unit than its name says, such as `took_ms` in seconds. */
export function unitDoubts({ columns }: TraceSpec): string[] {
  const { arrival, end, duration, time, durationUnit } = columns ?? {};
  const read = [
    [arrival, "time", time],
    [end, "time", time],
    [duration, "durationUnit", durationUnit],
  ] as const;
  return read.flatMap(([column, setting, unit]) => {
    const told = column === undefined ? undefined : unitIn(column);
    if (told === undefined || told === unit || unit === "datetime") return [];
    return [`column ${column} is read in ${unit}; did you mean ${setting}: ${told}?`];
  });
}

/** The unit that a name ends with. */
function unitIn(column: string): string | undefined {
  const words = column.split(/[^A-Za-z]+|(?<=[a-z])(?=[A-Z])/).filter((word) => word !== "");
  const last = words.length > 1 ? words.at(-1)?.toLowerCase() : undefined;
  return Object.entries(units).find(([, names]) => names.some((name) => name === last))?.[0];
}
