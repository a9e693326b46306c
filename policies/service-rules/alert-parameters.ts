import { z } from "zod";
import { ordered } from "../ordered.ts";
import { metrics } from "./metrics.ts";

const number = z.number().nonnegative().nullable().default(null);

const alert = z
  .strictObject({
    metric: z
      .enum([...metrics, "freeGpuMemory", "hitRatio"])
      .describe("A metric of a service; freeGpuMemory, of each GPU, or hitRatio, of each cache, fractions of 1."),
    service: z.string().nullable().default(null).describe("The service whose metric it is; null with GPUs and caches."),
    above: number.describe("It is true above this value; null: see below."),
    below: number.describe("It is true below this value; null: see above."),
    for: z.number().nonnegative().default(0).describe("Seconds it must be true at every check before it fires."),
    severity: z.enum(["critical", "warning", "info"]).default("warning").describe("How bad that is."),
    page: z
      .enum(["P0", "P1", "nobody"])
      .nullable()
      .default(null)
      .describe("Whom it calls; null: P0 when critical, P1 when a warning, nobody else."),
    except: z.array(z.string()).default([]).describe("GPUs or caches that it does not watch."),
  })
  .superRefine(ordered("above", "below"));

export const alerts = z
  .record(z.string(), alert)
  .default({})
  .describe("Conditions that are told, by name. An alert never scales.");

export type Alert = z.output<typeof alert>;
