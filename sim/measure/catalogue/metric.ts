import { type Measure, measures } from "./index.ts";

/** A measure of everything, or of one queue, `queue/class` or group alone; perhaps counted by the hour. */
export interface Metric {
  readonly measure: Measure;
  readonly of?: string;
  readonly perHour?: true;
}

const NAMED = new Map(
  measures.flatMap((measure) =>
    [measure.name, measure.words, columnWords(measure.words)].map((name) => [name, measure] as const),
  ),
);

/** What a measure is called. */
export const metricNames: readonly string[] = measures.flatMap(({ name, words }) => [name, words]);

/** Reads `p95 wait of evaluator`, `wait.p95` or `reversals per hour`; without a measure where the name is none. */
export function readMetric(
  text: string,
): Omit<Metric, "measure"> & { readonly name: string; readonly measure?: Measure } {
  const words = text.trim().replace(/\s+/g, " ");
  const perHour = / per hour(?: of |$)/.test(words);
  const [, called = "", of] = /^(.*?)(?: of ([\w/-]+))?$/.exec(words.replace(/ per hour(?= of |$)/, "")) ?? [];
  const measure = NAMED.get(called);
  return {
    name: called,
    ...(measure === undefined ? {} : { measure }),
    ...(of === undefined ? {} : { of }),
    ...(perHour ? { perHour } : {}),
  };
}

/** As columns of the tables have it, which are narrow. */
function columnWords(words: string): string {
  if (words === "attainment") return "in time";
  return words.replace(/^(\w+) sojourn$/, "$1 response").replace(/ hours$/, " h");
}

/** Whether it is known only beside the baselines: when all runs are made, and of no fixed size. */
export function isRegret(text: string): boolean {
  return readMetric(text).measure?.name.startsWith("regret") === true;
}

/** The one way to write it: `wait.p95 of evaluator_queue`. */
export function metricText({ measure, of, perHour }: Metric): string {
  return `${measure.name}${of === undefined ? "" : ` of ${of}`}${perHour ? " per hour" : ""}`;
}
