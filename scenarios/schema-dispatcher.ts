import { z } from "zod";
import { quantity, strict } from "./fields.ts";
import { duration } from "./unit-kinds.ts";

/** How tasks come to workers, where that is not the workers' own doing. */
export const dispatcherFields = strict({
  kind: z.literal("push").describe("Every task goes at once to a worker, which holds it in a queue of its own."),
  allocate: z
    .enum(["even_load", "capability"])
    .prefault("even_load")
    .describe(
      "even_load: to the worker with fewest tasks, whatever they need; capability: to one that offers all they need. Default: even_load.",
    ),
  queueSize: z.int().positive().prefault(1000).describe("Most tasks a worker may have. Default: 1000."),
  balanceEvery: quantity(duration)
    .prefault("1s")
    .describe("Time between two looks at whether tasks should move to idle workers; 0: never. Default: 1s."),
  trigger: z
    .int()
    .nonnegative()
    .prefault(2)
    .describe("Advice that is the same as before is followed again only from this repetition on. Default: 2."),
}).describe("A scheduler that pushes tasks to workers. Default: none, workers take tasks from queues.");
