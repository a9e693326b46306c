import { z } from "zod";
import { count, estimate } from "../estimate-format.ts";

const ofMeasure = z.number().meta({ unit: "of the measure" });
const measure = z
  .string()
  .describe(
    "What is paid, cost.total, replicaHours or gpuHours: what is to be as little as possible, or else the cost",
  );

/** Limits that were to be stayed below, with what the measure came to. */
export const ceilings = z.array(z.object({ measure: z.string(), below: ofMeasure, value: estimate }));

/** Limits that were to be reached. */
export const floors = z.array(z.object({ measure: z.string(), above: ofMeasure, value: estimate }));

/** The least that any schedule could have paid on the same work while reaching this policy's latency; regret is what is paid above. */
export const bound = z.object({
  measure,
  value: estimate.describe("Of the bound, over the seeds"),
  regret: estimate.optional().describe("Fraction above the bound, over the seeds; absent where a bound is 0"),
  runs: z.array(ofMeasure).describe("In the order of `seeds`"),
});

/** The cheapest fixed size that keeps what it has to, as a policy beside the others. It is in no comparison of the policies. */
export const bestStatic = z.object({
  label: z.literal("best static"),
  counts: z.record(z.string(), count).describe("Replicas of each group, all the time"),
  minimize: measure,
  /** What it had to keep to: the objective's constraints, or without any the 95th percentile that a policy reached. */
  subjectTo: ceilings,
  atLeast: floors.optional().describe("What it had to keep at or above a limit. Absent where nothing was"),
  like: z
    .string()
    .optional()
    .describe("Label of the policy whose latency it has to reach, where the objective constrains nothing"),
  tried: count.describe("Sizes tried"),
  note: z.string().optional().describe("How it was searched, where not all sizes were tried"),
  /** By the names in `measures.ts`, over the same seeds as the policies. */
  summary: z.record(z.string(), estimate),
  bound: bound.optional().describe("What hindsight would have paid for its latency"),
});
