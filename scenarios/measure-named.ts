import { closest, UsageError } from "../policies/index.ts";
import type { Measure } from "../sim/measure/catalogue/index.ts";
import { type Metric, metricNames, readMetric } from "../sim/measure/catalogue/metric.ts";
import { duration, excess, fraction, isPlainNumber, rate } from "./unit-kinds.ts";
import { quoted, readUnit } from "./units.ts";

/** The metric that is asked for, in words or by its name in results. Throws `UsageError` with what would do. */
export function metricNamed(text: string): Metric {
  const { name, measure, ...scope } = readMetric(text);
  if (measure === undefined) {
    throw new UsageError(`there is no metric "${name}"; ${hintFor(name)}`);
  }
  if (scope.perHour && !["1", "h", "USD"].includes(measure.unit)) {
    throw new UsageError(`${name} is not counted by the hour; write "${text.trim().replace(" per hour", "")}"`);
  }
  return { measure, ...scope };
}

function hintFor(name: string): string {
  const [, time] = /^p\d+ (.+)$/.exec(name) ?? [];
  const percentiles = metricNames.filter((each) => /^p\d/.test(each) && each.endsWith(` ${time}`));
  if (percentiles.length > 0) return `there are ${percentiles.join(", ")}`;
  const near = closest(name, metricNames);
  return near === undefined ? "write for example p95 wait; MEASURES.md lists them" : `did you mean "${near}"?`;
}

/** A limit in the measure's unit. Throws `UsageError` with what would do. */
export function limitOf(written: string, { unit, name }: Measure): number {
  if (name.startsWith("regret")) return readUnit(excess, written);
  switch (unit) {
    case "s":
      return readUnit(duration, written);
    case "h":
      return isPlainNumber(written) ? Number(written) : readUnit(duration, written) / 3600;
    case "fraction of 1":
      return readUnit(fraction, written);
    case "1/h":
      return perHour(written);
    case "USD":
      return numberOf(written.replace(/^\$\s*/, ""), written, "an amount; write for example $80");
    default:
      return numberOf(written, written, "a number");
  }
}

/** A plain number counts by the hour; seconds and back would not give the same number. */
function perHour(written: string): number {
  const plain = written.replace(/\s*\/h$/, "");
  return isPlainNumber(plain) ? Number(plain) : readUnit(rate, written) * 3600;
}

function numberOf(digits: string, written: string, what: string): number {
  if (isPlainNumber(digits)) return Number(digits);
  throw new UsageError(`${quoted(written)} is not ${what}`);
}
