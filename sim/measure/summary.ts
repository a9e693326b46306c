import type { Estimate, MeasureInfo, RunMeasures } from "../result.ts";
import { families, measures } from "./catalogue/index.ts";
import { studentT } from "./student-t.ts";

/** Mean and 95 % interval of every measure that every run knows. */
export function summarize(runs: readonly RunMeasures[]): Record<string, Estimate> {
  const summary: Record<string, Estimate> = {};
  for (const { name, of } of measures) {
    const values = runs.map(of).filter((value) => value !== undefined);
    if (values.length === runs.length && values.length > 0) summary[name] = estimate(values);
  }
  return summary;
}

/** What the measures of a summary are. */
export function described(): Record<string, MeasureInfo> {
  return Object.fromEntries(
    Object.entries(families).flatMap(([family, own]) =>
      own.map(({ name, words, unit, better, definition }): [string, MeasureInfo] => [
        name,
        { words, family, unit, ...(better === undefined ? {} : { better }), definition },
      ]),
    ),
  );
}

/** Mean with the interval of Student's t over independent runs. */
export function estimate(values: readonly number[]): Estimate {
  const runs = values.length;
  const mean = values.reduce((total, value) => total + value, 0) / runs;
  if (runs < 2) return { mean, runs };
  const variance = values.reduce((total, value) => total + (value - mean) ** 2, 0) / (runs - 1);
  const half = studentT(runs - 1) * Math.sqrt(variance / runs);
  return { mean, low: mean - half, high: mean + half, runs };
}
