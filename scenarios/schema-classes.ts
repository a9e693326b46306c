import { z } from "zod";
import { distribution, name, quantity, strict } from "./fields.ts";
import { capabilities, retry } from "./schema-plant.ts";
import { duration, fraction } from "./unit-kinds.ts";

const value = z.union([z.string(), z.number(), z.boolean()]).transform(String);

const classFields = strict({
  share: quantity(fraction, 0)
    .optional()
    .describe(
      "Part of the source's tasks. Default: where a trace has a class column and no class a share, the rows that say so; else what the others leave, in equal parts.",
    ),
  values: z
    .union([value, z.array(value).min(1)])
    .optional()
    .describe(
      "What the class column of the trace says for rows of this class: one value or a list. Default: its name.",
    ),
  service: distribution.optional().describe("Time a task of it takes on a worker. Default: as the source says."),
  scale: z.number().positive().optional().describe("Or so many times what the source says. Default: 1."),
  needs: capabilities
    .optional()
    .describe(
      "What a worker must offer, instead of what the queue says; only groups that offer all of it take its tasks, and policies see it as a queue of its own, QUEUE/CLASS. Default: as the queue says.",
    ),
  timeToLive: quantity(duration, 0)
    .optional()
    .describe("A task of it that has waited so long leaves unserved. Default: as the queue says."),
  retry: retry.optional().describe("Its lost or expired work arrives anew. Default: as the queue says."),
}).describe("Tasks of one kind; {} where only their share is to be told apart.");

export const classes = z
  .record(name, classFields)
  .meta({ examples: [{ interactive: { share: "80%", timeToLive: "30s" }, batch: { scale: 10 } }] })
  .describe(
    "Kinds of tasks by name, each with a share of the arrivals and, where it differs, needs, service times, time to live and retry of its own. They share the queue in the order of arrival; results tell of each. Tasks of no class are as the source and the queue say. Default: none.",
  );
