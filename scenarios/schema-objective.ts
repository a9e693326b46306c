import { z } from "zod";
import { UsageError } from "../policies/index.ts";
import { metricText } from "../sim/measure/catalogue/metric.ts";
import { exactlyOne, parsed, quantity, strict } from "./fields.ts";
import { metricNamed } from "./measure-named.ts";
import type { Constraint, Floor } from "./objective-spec.ts";
import { parseComparison } from "./parse-expect.ts";
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

const line = parsed((text): Constraint | Floor => {
  const { measure, comparison, limit } = parseComparison(text);
  if (comparison === "=") throw new UsageError(`an objective has limits; write "${text.replace("=", "<=")}"`);
  return comparison.startsWith("<") ? { measure, below: limit } : { measure, above: limit };
});

/** What is to be had as little of as possible. */
const least = parsed((text) => {
  const metric = metricNamed(text);
  const { words, better } = metric.measure;
  if (better === "higher")
    throw new UsageError(`more ${words} is better; make it a limit, as subjectTo: [${words} >= …]`);
  return metricText(metric);
});

/** What the policies are for. */
export const objectiveFields = strict({
  wait: quantity(duration).optional().describe("Waiting at most so long is served in time. Default: not measured."),
  sojourn: quantity(duration)
    .optional()
    .describe("Done so long after it arrived is done in time. Default: not measured."),
  minimize: least
    .optional()
    .describe(
      "What the recommended policy has least of: cost, GPU hours, or any measure. Default: cost, or replica hours where no cost is known.",
    ),
  subjectTo: z
    .array(
      z.union([
        line.describe("As in expect: p95 wait of sampler_queue < 30s, attainment >= 95%, reversals per hour < 2."),
        limit,
      ]),
    )
    .min(1)
    .optional()
    .describe("What it has to keep to: { p95: wait, below: 30s }. Default: the p95 of the wait is below wait."),
});
