import { z } from "zod";
import { exactlyOne, quantity, strict } from "./fields.ts";
import type { Constraint } from "./objective-spec.ts";
import { duration } from "./unit-kinds.ts";

const STATISTICS = ["mean", "p50", "p90", "p95", "p99", "max"] as const;

const latency = z.enum(["wait", "sojourn"]).optional();

const limit = strict({
  mean: latency.describe("The mean of waits (arrival to start of service) or sojourns (arrival to completion)."),
  p50: latency.describe("Their median."),
  p90: latency.describe("Their 90th percentile."),
  p95: latency.describe("Their 95th percentile."),
  p99: latency.describe("Their 99th percentile."),
  max: latency.describe("The longest of them."),
  below: quantity(duration, 0).describe("The limit it has to stay below."),
})
  .check(exactlyOne(STATISTICS, "a constraint"))
  .transform((given): Constraint => {
    const statistic = STATISTICS.find((each) => given[each] !== undefined) ?? "p95";
    return { measure: `${given[statistic]}.${statistic}`, below: given.below };
  });

/** What the policies are for. */
export const objectiveFields = strict({
  wait: quantity(duration).optional().describe("Waiting at most so long is served in time. Default: not measured."),
  sojourn: quantity(duration)
    .optional()
    .describe("Done so long after it arrived is done in time. Default: not measured."),
  minimize: z
    .enum(["cost", "gpuHours", "replicaHours"])
    .optional()
    .describe("What the recommended policy has least of. Default: cost, or replicaHours where no cost is known."),
  subjectTo: z
    .array(limit)
    .min(1)
    .optional()
    .describe("What it has to keep to: { p95: wait, below: 30s }. Default: the p95 of the wait is below wait."),
});
