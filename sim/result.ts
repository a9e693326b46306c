import { z } from "zod";
import { bestStatic, bound } from "./baselines/format.ts";
import { count, estimate } from "./estimate-format.ts";
import { decisionEntry, ecdf, faultEntry, life, series } from "./result/detail.ts";
import { difference, expectation, precision, recommendation } from "./result/judgments.ts";
import { seconds } from "./result/quantities.ts";
import { runMeasures } from "./result/run-measures.ts";

/*
 * The saved result of a run: `result.json`, format version 1, whole; its parts are in `result/`. Every number carries its unit in its
 * schema, `meta({ unit })`. A value that is not known is absent, never zero.
 */
export * from "./result/detail.ts";
export * from "./result/judgments.ts";
export * from "./result/run-measures.ts";

export const policyResult = z.object({
  label: z.string(),
  policy: z.string(),
  policyVersion: count,
  parameters: z.json(),
  reasons: z
    .record(z.string(), z.string())
    .optional()
    .describe("What the reason codes of its decisions mean, as far as the policy says"),
  /** In the order of `seeds`. */
  runs: z.array(runMeasures),
  /** By the names in `measures.ts`. */
  summary: z.record(z.string(), estimate),
  differences: z
    .record(z.string(), difference)
    .optional()
    .describe("From the baseline, by measure. Absent for the baseline itself, and with fewer than two runs"),
  comparedWith: z
    .string()
    .optional()
    .describe("Label of the policy that the differences are from. Absent where that is the baseline"),
  bound: bound.optional().describe("What hindsight would have paid; absent where there is no bound"),
  /** From the run of one seed, the same for all policies: that whose results are nearest to the means. */
  detail: z.object({
    seed: count,
    series,
    /** In the order they came; absent where the scenario has none. */
    faults: z.array(faultEntry).optional(),
    decisions: z.array(decisionEntry),
    lives: z.array(life).optional().describe("What became of each replica; of large groups those on the first lanes"),
    livesLeftOut: count.optional(),
    /** Decisions left out of `decisions` because there were too many; the journal has all. */
    decisionsLeftOut: count,
    wait: z.record(z.string(), ecdf),
    sojourn: z.record(z.string(), ecdf),
  }),
});

export const sourceReport = z.object({
  source: z.string(),
  queue: z.string(),
  file: z.string().optional().describe("Name of the trace file"),
  sha256: z.string().optional(),
  rows: count.optional(),
  used: count.optional(),
  /** Rows not used, by reason. */
  skipped: z.record(z.string(), count).optional(),
  firstSkipped: z
    .record(z.string(), z.string())
    .optional()
    .describe("Where the first row of a reason stands, and what is there"),
  doubts: z.array(z.string()).optional().describe("Units that its times or columns seem to have, and are not read in"),
  sorted: z.boolean().optional().describe("false: the file was out of order and has been sorted"),
});

/** The unit of the statistics is a window of the workload, and not the seed: each was run once. */
export const windows = z.object({
  every: seconds,
  from: z.array(seconds).describe("Where each begins, in the order of the runs"),
  leftOut: seconds.describe("At the end of the workload, less than a window"),
});

/** The experiment was interrupted: only the seeds that every policy was run on are in the result. */
export const interrupted = z.object({
  planned: count.describe("Runs there would have been of each policy, or at most where it depends on the precision"),
  notRun: z.array(z.string()).optional().describe("Labels of policies of which there is no run"),
});

/** What a measure is. */
export const measureInfo = z.object({
  words: z.string().describe("As scenarios name it"),
  family: z.string(),
  unit: z.string(),
  better: z.enum(["lower", "higher"]).optional(),
  definition: z.string(),
});

export const result = z.object({
  version: z.literal(1),
  generator: z.object({ name: z.literal("disfun-sim"), version: z.string() }),
  /** The resolved scenario. */
  scenario: z.json(),
  name: z.string(),
  description: z.string(),
  start: seconds.describe("Unix time at which a run begins"),
  seeds: z.array(count),
  windows: windows.optional().describe("Absent where the unit is the seed"),
  precision: precision.optional().describe("Absent where the number of runs was given"),
  interrupted: interrupted.optional(),
  warnings: z.array(z.string()),
  workload: z.array(sourceReport),
  measures: z.record(z.string(), measureInfo).optional().describe("What is in the summaries, by name"),
  baseline: z.string().optional().describe("Label of the policy that the others are compared with"),
  expectations: z.array(expectation).optional().describe("Absent where the scenario expects nothing"),
  recommendation: recommendation
    .optional()
    .describe(
      "Absent with a single policy, where one was not run, and where the scenario's objective constrains nothing",
    ),
  policies: z.array(policyResult),
  bestStatic: bestStatic.optional().describe("The cheapest fixed size; absent where it was not looked for"),
  noBestStatic: z.string().optional().describe("Why there is none, where it was looked for"),
  noBound: z.string().optional().describe("Why the policies have no bound, where one was asked for"),
  /** SHA-256 over all of the above. */
  fingerprint: z.string(),
  command: z
    .string()
    .optional()
    .describe("What makes it again, and is not in the fingerprint. Absent where a library made it"),
  journaled: count
    .optional()
    .describe("Seed of the runs that journals were kept of, and not in the fingerprint. Absent without any"),
});

export type BestStatic = z.output<typeof bestStatic>;
export type Bound = z.output<typeof bound>;
export type MeasureInfo = z.output<typeof measureInfo>;
export type Estimate = z.output<typeof estimate>;
export type Windows = z.output<typeof windows>;
export type Interrupted = z.output<typeof interrupted>;
export type PolicyResult = z.output<typeof policyResult>;
export type SourceReport = z.output<typeof sourceReport>;
/** A result as it is saved; or several shown as one, which are not. */
export type Result = z.output<typeof result> & { readonly ofEach?: readonly OfOne[] };

/** What was sought for one of the results that are shown as one, for it alone. */
export interface OfOne extends Pick<z.output<typeof result>, "bestStatic" | "noBestStatic" | "noBound"> {
  readonly name: string;
  /** Of its policies, as they are shown. */
  readonly labels: readonly string[];
  /** So many it was sought with, where not all of them are shown. */
  readonly otherRuns?: number;
}
