import { z } from "zod";
import { name, quantity, strict } from "./fields.ts";
import { duration } from "./unit-kinds.ts";

/** When a controller is stepped. */
export const checkFields = z.union([
  quantity(duration, 0),
  z
    .literal("onChange")
    .describe("After each arrival, completion and change of a replica's phase, and when the policy asks to be woken."),
  strict({
    period: quantity(duration, 0).optional().describe("Time between two decisions. May be left out with onChange."),
    phase: quantity(duration).prefault("0s").describe("Time of the first. Default: 0s."),
    onChange: z
      .boolean()
      .prefault(false)
      .describe("Decide after each arrival, completion and change of a replica's phase as well. Default: false."),
  }),
]);

export const controllerFields = strict({
  groups: z
    .union([name, z.array(name).min(1)])
    .optional()
    .describe(
      "The groups it decides on, the only ones it sees. Default: all; with node, those whose replicas run on that node alone.",
    ),
  check: checkFields.optional().describe("How often it decides. Default: as the scenario's check."),
  node: name
    .optional()
    .describe("Its home: the only node it sees, with its GPUs. It sees all queues. Default: it sees all nodes."),
  takes: quantity(duration)
    .prefault("0s")
    .describe(
      "How long its own check takes: what it decides takes effect so much after it looked, and the next check comes a period after that. Default: 0s.",
    ),
  heartbeats: z
    .boolean()
    .prefault(false)
    .describe(
      "Decide on one group at a time, each every period, spread evenly over it; only that group is seen then. Default: false.",
    ),
  parameters: z
    .record(z.string(), z.unknown())
    .prefault({})
    .describe(
      "Merged over the parameters of each compared policy, as far as it has such parameters. Default: nothing.",
    ),
}).describe("One controller: the compared policy with a memory of its own.");
