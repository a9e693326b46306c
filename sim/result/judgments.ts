import { z } from "zod";
import { ceilings, floors } from "../baselines/format.ts";
import { count, estimate } from "../estimate-format.ts";
import { ofMeasure, share } from "./quantities.ts";
import { unexplained } from "./run-measures.ts";

/** How much more a measure is than under the baseline: the mean over pairs of runs of one seed, with its 95 % interval (Student t, not corrected). */
export const difference = z.object({
  mean: ofMeasure,
  low: ofMeasure,
  high: ofMeasure,
  runs: count.describe("Pairs"),
  p: share.describe("Of the paired t test, two-sided: how likely so much were by accident"),
  adjusted: share.describe("The same, corrected after Holm for all policies and measures compared"),
  headline: z
    .literal(true)
    .optional()
    .describe("Among the few measures that count first; they are corrected by themselves, and so are the others"),
  verdict: z.enum(["better", "worse", "not distinguishable"]).describe("At 5 %, by `adjusted`"),
  runsNeeded: count
    .optional()
    .describe("So many runs would tell a difference as large as this in four of five experiments"),
});

/** The answer: least of what the objective minimizes among the policies that keep to its constraints. */
export const recommendation = z.object({
  policy: z.string(),
  against: z
    .string()
    .optional()
    .describe("Whom it is compared with: the baseline, or where it is the baseline itself, the next best"),
  minimize: z.string().describe("Name of a measure"),
  subjectTo: ceilings,
  atLeast: floors.optional().describe("What it has to keep at or above a limit. Absent where nothing is"),
  feasible: z.array(z.string()).describe("Labels of those that keep to all constraints by their means, the best first"),
});

/** Why there are as many runs as there are, where the scenario asks for a precision. */
export const precision = z.object({
  within: share.describe(
    "Wanted: half of each 95 % interval over the mean, or over its limit in the objective if that is larger",
  ),
  measures: z.array(z.string()),
  reached: z.boolean().describe("false: there was no leave for more runs"),
  most: count.describe("Runs of each policy that were allowed"),
  widest: z
    .object({
      policy: z.string(),
      measure: z.string(),
      within: share.optional().describe("Absent where a run did not measure it"),
    })
    .describe("The least precise of the intervals"),
});

/** One line of what the scenario expects, for one policy. */
export const expectation = z.object({
  text: z.string(),
  policy: z.string(),
  outcome: z
    .enum(["met", "failed", "not distinguishable"])
    .describe("By the interval of the mean; in between, where the limit is within it"),
  value: estimate.optional().describe("Absent where it was not measured; then it failed"),
  unit: z.string().optional().describe("Of the value"),
  example: unexplained
    .extend({ seed: count, group: z.string() })
    .optional()
    .describe("The soonest change that was not to be; there only where the line is about such changes"),
});

export type Difference = z.output<typeof difference>;
export type Recommendation = z.output<typeof recommendation>;
export type Precision = z.output<typeof precision>;
export type Expectation = z.output<typeof expectation>;
