import { z } from "zod";
import { metricText } from "../sim/measure/catalogue/metric.ts";
import { parsed, quantity, strict } from "./fields.ts";
import { metricNamed } from "./measure-named.ts";
import type { PrecisionSpec } from "./precision-spec.ts";
import { fraction } from "./unit-kinds.ts";

/** Runs of each policy that are enough to give up. */
export const MOST_RUNS = 100;

const within = quantity(fraction, 0);

const measure = parsed((text) => metricText(metricNamed(text)));

/** More runs until the intervals are tight. */
export const precisionFields = z.union([
  within.transform((within): PrecisionSpec => ({ within, most: MOST_RUNS })),
  strict({
    within: within.describe("Half of each 95 % interval over the mean, or over its limit in the objective: 5%."),
    of: z
      .array(measure)
      .min(1)
      .optional()
      .describe("Of what: p95 wait, cost, …. Default: what the objective minimizes and constrains."),
    most: z
      .int()
      .min(2)
      .max(10_000)
      .prefault(MOST_RUNS)
      .describe(`Runs of each policy to stop at in any case. Default: ${MOST_RUNS}.`),
  }),
]);
