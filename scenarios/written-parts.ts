import { relative } from "node:path";
import type { Json } from "../policies/policy.ts";
import type { Distribution } from "./scenario.ts";
import { durationText } from "./unit-texts.ts";

/** `90s`, or `{ lognormal: { mean: 7m, cv: 0.3 } }`. */
export function writtenDistribution(given: Distribution): Json {
  switch (given.kind) {
    case "constant":
      return durationText(given.value);
    case "exponential":
      return { exponential: { mean: durationText(given.mean) } };
    case "uniform":
      return { uniform: { low: durationText(given.low), high: durationText(given.high) } };
    case "empirical":
      return { empirical: given.values.map(durationText) };
    default:
      return { [given.kind]: { mean: durationText(given.mean), cv: given.cv } };
  }
}

/** The same with every number of seconds as a duration. */
export function durations(given: object): Record<string, string> {
  return Object.fromEntries(Object.entries(given).map(([key, value]) => [key, durationText(value)]));
}

/** As a module or a file is named in a scenario: with a dot in front, so that it is no package. */
export function relativePath(folder: string, file: string): string {
  const path = relative(folder, file);
  return path.startsWith(".") ? path : `./${path}`;
}
