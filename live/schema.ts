import { z } from "zod";
import { duration, memory, name, policyFields, quantity, strict } from "../scenarios/index.ts";
import { ownerFields } from "./schema-owner.ts";
import { cacheFields, modelFields } from "./schema-resources.ts";
import { sensorFields } from "./schema-sensors.ts";

const groupFields = strict({
  serves: z.array(name).prefault([]).describe("Queues that its replicas take work from. Default: none."),
  minimum: z.int().nonnegative().prefault(0).describe("Least replicas. Default: 0."),
  maximum: z.int().nonnegative().optional().describe("Most replicas. Default: no limit."),
  offers: z
    .record(z.string().min(1), z.union([z.number().nonnegative(), z.literal(true)]))
    .optional()
    .describe("Capabilities of its replicas. Default: none in particular."),
  owner: ownerFields,
});

const journalFields = strict({
  folder: z
    .string()
    .min(1)
    .optional()
    .describe("Folder of journals, state and lease, relative to this file. Default: out/<name>."),
  rotateAt: quantity(memory, 0).prefault("64MiB").describe("Size at which a new file is begun. Default: 64MiB."),
  keep: z.int().positive().prefault(30).describe("How many full files of each policy are kept. Default: 30."),
});

/** The configuration of `disfun-sim live` as people write it. */
export const liveFields = strict({
  version: z.literal(1).describe("Version of this format."),
  name: name.optional().describe("What logs and the output folder call it. Default: the file's name."),
  check: quantity(duration, 0).prefault("15s").describe("How often the policy decides. Default: 15s."),
  budget: quantity(duration, 0)
    .optional()
    .describe(
      "How long one check may take; what has not been read by then is unknown to it. Default: as long as check.",
    ),
  policy: policyFields.describe("The policy that decides, with its parameters, as in a scenario."),
  shadow: z
    .array(policyFields)
    .prefault([])
    .describe("Policies that decide on the same observations and only tell where they differ. Default: none."),
  groups: z.record(name, groupFields).describe("What is scaled, by name."),
  models: modelFields.optional().describe("Models on the GPUs. Default: nothing is known of them."),
  caches: cacheFields.optional().describe("Caches. Default: nothing is known of them."),
  sensors: z.array(sensorFields).min(1).describe("Where readings come from."),
  limits: strict({
    perCheck: z
      .int()
      .positive()
      .optional()
      .describe("Most replicas of a group added or removed at one check. Default: no limit."),
    perHour: z.int().positive().optional().describe("And within an hour. Default: no limit."),
  })
    .prefault({})
    .describe(
      "What --act never goes beyond, whatever the policy decides. Without any, nothing is changed on readings that are stale.",
    ),
  onStop: z
    .enum(["leave", "drain"])
    .prefault("leave")
    .describe(
      "With --act: whether replicas are left alone when the runner is stopped, or drained first. Default: leave.",
    ),
  alarmAfter: quantity(duration, 0)
    .prefault("10m")
    .describe("Time in which a group should have what is desired; after it an error is logged. Default: 10m."),
  resourceLog: strict({
    folder: z
      .string()
      .min(1)
      .prefault("logs")
      .describe("Folder, relative to this file; the log is resources_<hostname>_pid<pid>.log in it. Default: logs."),
    evaluator: name.optional().describe("The group it calls Evaluator. Default: evaluator, where there is one."),
    sampler: name.optional().describe("The group it calls Sampler. Default: sampler, where there is one."),
  })
    .optional()
    .describe(
      "The log that DistributedFunSearch documents, written with --act: its scaler's lines, and the machine every 90 s. Default: none.",
    ),
  journal: journalFields.prefault({}).describe("Where every observation and decision is kept."),
});

/** The file's contents with units read and defaults filled in. */
export type LiveFile = z.output<typeof liveFields>;
