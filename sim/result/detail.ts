import { z } from "zod";
import { count } from "../estimate-format.ts";
import { rate, seconds, share } from "./quantities.ts";

/** Columns over time, one value a bin. Names: `queue/q/waiting`, `queue/q/waiting/max`, `group/g/ready`, `node/n/cpu`, `device/d/memory`, …. */
export const series = z.object({
  binWidth: seconds,
  /** Start of each bin, seconds into the run. */
  time: z.array(seconds),
  columns: z.record(z.string(), z.object({ unit: z.string(), values: z.array(z.number().nullable()) })),
});

const reason = z.object({
  code: z.string(),
  facts: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])),
});

/** What a policy saw when it changed a count. A reading it did not have is absent. */
export const seen = z.object({
  queues: z
    .record(
      z.string(),
      z.object({
        waiting: count.optional(),
        inService: count.optional(),
        oldestWait: seconds.optional(),
        arrivalRate: rate.optional(),
        deliveryRate: rate.optional(),
        consumers: count.optional(),
      }),
    )
    .describe("Those that the group serves"),
  replicas: z.record(z.string(), count).describe("By phase"),
  minimum: count,
  maximum: count.optional(),
  signals: z.record(z.string(), z.number().meta({ unit: "of the signal" })),
});

/** A decision worth showing: it acted, or its reason is another than the time before. */
export const decisionEntry = z.object({
  /** Seconds into the run at which it took effect. */
  time: seconds,
  controller: z.string().optional().describe("Whose decision, where the scenario has several controllers"),
  subject: z.string(),
  desired: z.object({ from: count, to: count }).optional(),
  because: z.array(reason),
  seen: seen.optional().describe("Where the desired count changed"),
  /** How many checks in a row said the same. */
  repeats: count,
});

/** A fault of the scenario that came about. */
export const faultEntry = z.object({
  /** Seconds into the run; `until` is absent where it passed at once or lasted to the end. */
  time: seconds,
  until: seconds.optional(),
  /** As in the scenario: nodeLoss, replicaCrash, …. */
  kind: z.string(),
  /** What it concerned: names of nodes, groups, queues or devices. */
  subject: z.string(),
});

/** One replica from its start until it was gone. */
export const life = z.object({
  group: z.string(),
  replica: z.string(),
  lane: count.describe("Of its group: no two replicas are on a lane at a time"),
  node: z.string().optional().describe("Absent until it has a place"),
  devices: z.array(z.string()).optional(),
  phases: z.array(
    z.object({
      phase: z.enum(["pending", "warming", "ready", "unhealthy", "draining", "failed"]),
      time: seconds.describe("At which it began, seconds into the run"),
    }),
  ),
  busy: z
    .object({ bin: count, shares: z.array(share) })
    .describe("The share of every bin of the series it was at work, from this bin on"),
  until: seconds.optional().describe("Absent: it lasted to the end"),
  killed: z.literal(true).optional().describe("When its grace time was over"),
});

/** Empirical distribution of waits and sojourns of one run: `share` of tasks with at most `value` seconds, at 201 or fewer points. */
export const ecdf = z.object({ value: z.array(seconds), share: z.array(share) });

export type Series = z.output<typeof series>;
export type DecisionEntry = z.output<typeof decisionEntry>;
export type FaultEntry = z.output<typeof faultEntry>;
export type Seen = z.output<typeof seen>;
export type Life = z.output<typeof life>;
export type Ecdf = z.output<typeof ecdf>;
