import { z } from "zod";
import { ordered } from "../ordered.ts";
import { dailyWindow, timeZone } from "../schedule.ts";
import { alerts } from "./alert-parameters.ts";
import { checkParameters } from "./check-parameters.ts";
import { metricName } from "./metrics.ts";

const seconds = z.number().nonnegative();
const count = z.int().nonnegative();
const fraction = z.number().min(0).max(1);
const threshold = z.number().nonnegative().nullable().default(null);
export const priority = z.enum(["P0", "P1", "P2", "P3"]);

const rule = z
  .strictObject({
    up: threshold.describe("More than this calls for more replicas, in the metric's unit; null: nothing does."),
    upFor: seconds.default(0).describe("Seconds it must have been more at every check; 0: one check is enough."),
    down: threshold.describe("Less than this allows fewer replicas; null: the metric has no say."),
    downFor: seconds.default(0).describe("Seconds it must have been less at every check."),
    cooldown: seconds
      .nullable()
      .default(300)
      .describe(
        "Seconds since the last change before this rule may act; null: it acts during a cooldown too, and again only after its upFor or the warm-up, whichever is longer.",
      ),
    priority: priority.default("P2").describe("Which of several satisfied rules is named as the reason."),
    requiredForDown: z
      .boolean()
      .default(true)
      .describe("Whether fewer replicas need this metric to be low; false for what is residency, not load."),
  })
  .superRefine(ordered("down", "up"));

const gpu = z.strictObject({
  choose: z
    .enum(["fewest-replicas", "most-free"])
    .default("fewest-replicas")
    .describe("Which GPU of those with room gets a new replica; ties go to the lowest index."),
  sets: z
    .array(
      z.strictObject({
        replicas: count.describe("Most replicas, with the new one, for which this entry holds."),
        devices: z.int().positive().describe("How many GPUs may be used then, the first by index."),
      }),
    )
    .default([])
    .describe("GPUs that may be used, by the number of replicas there will be; beyond the last entry all."),
  minimumFree: fraction
    .default(0.2)
    .describe("Share of a GPU's memory that must be free before a start and after it, fraction of 1.")
    .meta({ search: [0.05, 0.5] }),
  memory: z.number().nonnegative().default(0).describe("Bytes of GPU memory a new replica takes for itself."),
  weights: z
    .number()
    .nonnegative()
    .default(0)
    .describe("Bytes that are loaded once on a GPU for all replicas of the service on it."),
});

const service = z
  .strictObject({
    minimum: count.default(1).describe("Fewest replicas."),
    maximum: count.default(10).describe("Most replicas."),
    stepUp: z.int().positive().default(1).describe("Replicas a rule adds."),
    stepDown: z.int().positive().default(1).describe("Replicas that go at once."),
    warmUp: seconds
      .default(60)
      .describe("Seconds until a new replica serves; spaces the steps of rules without a cooldown."),
    gpu: gpu
      .nullable()
      .default(null)
      .describe("Which GPUs its replicas may use; null: it needs none, and no veto holds for it."),
    rules: z.partialRecord(metricName, rule).default({}).describe("Its table of rules, by metric. Up: any. Down: all."),
  })
  .superRefine(ordered("minimum", "maximum", { orEqual: true }));

const coupling = z.strictObject({
  when: z
    .array(
      z
        .array(
          z.strictObject({
            service: z.string().describe("Whose rule it is."),
            metric: metricName.describe("Which of its rules."),
          }),
        )
        .min(1),
    )
    .min(1)
    .describe("Up rules that must be satisfied: one of each list."),
  up: z.array(z.string()).min(1).describe("Services that get a replica more."),
  priority: priority.default("P0").describe("Beside the priorities of the rules."),
  ignoresCooldown: z
    .boolean()
    .default(false)
    .describe("Acts during a cooldown too. Otherwise the longest cooldown of the service's up rules holds."),
});

const counts = z.record(z.string(), count).default({});

const schedule = z.strictObject({
  timeZone,
  windows: z
    .record(
      z.string(),
      dailyWindow.extend({
        counts: counts.describe("Least replicas of services in this window; raised in one step."),
        shrink: z
          .boolean()
          .default(false)
          .describe(
            "Step down to these counts although the down rules do not hold, unless an up threshold is exceeded.",
          ),
      }),
    )
    .describe("Parts of the day, by name; the first that holds counts."),
  otherwise: counts.describe("Least replicas of services at all other times."),
});

const unload = z
  .strictObject({
    criticalBelow: fraction
      .default(0.2)
      .describe("Less free memory than this share of a GPU: one model is unloaded.")
      .meta({ search: [0.05, 0.3] }),
    warningBelow: fraction
      .default(0.25)
      .describe("Less than this: a warning.")
      .meta({ search: [0.1, 0.4] }),
    pinned: z.array(z.string()).default([]).describe("Models that are never unloaded."),
  })
  .superRefine(ordered("criticalBelow", "warningBelow", { orEqual: true }));

const models = z.strictObject({
  models: z
    .array(
      z.strictObject({
        name: z.string().min(1).describe("What it is called on GPUs."),
        size: z.number().positive().describe("Bytes of GPU memory it takes."),
      }),
    )
    .min(1)
    .describe("Models to load at the first check."),
  minimumFree: fraction
    .default(0.2)
    .describe("Share of each GPU that must stay free, fraction of 1.")
    .meta({ search: [0.05, 0.5] }),
});

const cacheTimes = z
  .strictObject({
    every: seconds.default(600).describe("Seconds between two steps."),
    low: fraction
      .default(0.6)
      .describe("A lower hit ratio makes entries live longer.")
      .meta({ search: [0.3, 0.7] }),
    high: fraction
      .default(0.75)
      .describe("A higher one makes them live shorter.")
      .meta({ search: [0.6, 0.95] }),
    grow: z
      .number()
      .min(1)
      .default(1.5)
      .describe("Factor of a longer life.")
      .meta({ search: [1.1, 2] }),
    shrink: fraction
      .default(0.8)
      .describe("Factor of a shorter life.")
      .meta({ search: [0.5, 0.95] }),
    shrinkAbove: seconds.default(300).describe("Only a life of more seconds is made shorter."),
    minimum: seconds.default(300).describe("Shortest life that is set, seconds."),
    maximum: z.record(z.string(), seconds).default({}).describe("Longest life of a cache, by its name, seconds."),
    minimumLookups: count.default(100).describe("Lookups below which the hit ratio says nothing."),
    exempt: z.array(z.string()).default([]).describe("Caches that are left alone."),
  })
  .superRefine(ordered("low", "high", { orEqual: true }));

/** The rules of services as data. Where the document is silent or contradicts itself, a default settles it. */
export const parameters = z
  .strictObject({
    services: z.record(z.string(), service).default({}).describe("Tables of rules, by the name of the group."),
    downMode: z
      .enum(["all", "any"])
      .default("all")
      .describe("How many of the down rules must be satisfied before replicas go."),
    staleAfter: seconds
      .default(300)
      .describe("A gap of more seconds between two checks makes every condition begin anew."),
    undefinedWhenIdle: z
      .array(metricName)
      .default(["latencyP50", "latencyP95", "errorRatio"])
      .describe("Metrics that count as 0 while nothing is completed."),
    emergencySteps: z
      .int()
      .positive()
      .nullable()
      .default(null)
      .describe("Steps in a row by rules without a cooldown, after which they have not helped and stop; null: no end."),
    gpuCheck: z
      .boolean()
      .default(true)
      .describe("Whether GPUs are checked before a start; false where models run on CPUs."),
    matrix: z
      .record(z.string(), coupling)
      .default({})
      .describe("What the rules of one service mean for others, by name."),
    schedule: schedule.nullable().default(null).describe("Least counts by time of day; null: the minimum at any time."),
    unload: unload.nullable().default(null).describe("Unloads models from GPUs that are nearly full; null: never."),
    plan: models.nullable().default(null).describe("Which models to load where; null: none."),
    caches: cacheTimes.nullable().default(null).describe("Tunes how long cache entries live; null: leaves them alone."),
    alerts,
  })
  .superRefine(checkParameters);

export type Parameters = z.output<typeof parameters>;
export type Service = Parameters["services"][string];
export type Rule = z.output<typeof rule>;
export type Gpu = z.output<typeof gpu>;
export type Coupling = z.output<typeof coupling>;
export type Priority = z.output<typeof priority>;
