import { z } from "zod";

export const count = z.number().meta({ unit: "1" });

/** Mean over runs with its 95 % confidence interval (Student t); the interval is absent with fewer than two runs. */
export const estimate = z.object({
  mean: z.number(),
  low: z.number().optional(),
  high: z.number().optional(),
  runs: count,
});
