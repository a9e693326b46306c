import { z } from "zod";
import { name, quantity, strict } from "./fields.ts";
import { checkFields, controllerFields } from "./schema-controllers.ts";
import { dispatcherFields } from "./schema-dispatcher.ts";
import { expectFields } from "./schema-expect.ts";
import { objectiveFields } from "./schema-objective.ts";
import { groupFields, nodeFields, queueFields, sensorsFields } from "./schema-plant.ts";
import { precisionFields } from "./schema-precision.ts";
import { faultFields } from "./schema-trouble.ts";
import { sourceFields } from "./schema-workload.ts";
import { date, duration } from "./unit-kinds.ts";

const seed = z.int().nonnegative();

/** Of a policy, in tables and in the names of its files. */
const label = z
  .string()
  .regex(/^[^./\\][^/\\]*$/, { error: "has a / or \\, or begins with a dot; files are named after it" });

/** An entry of `policies`. */
export const policyFields = z.union([
  z.string().min(1).describe("A shipped policy by name, with its default parameters."),
  strict({
    policy: z.string().min(1).optional().describe("A shipped policy by name."),
    file: z.string().min(1).optional().describe("Or a module that exports a policy, relative to this file."),
    name: label.optional().describe("What tables and files call it; unique. Default: the policy's name."),
    parametersFrom: z
      .string()
      .min(1)
      .optional()
      .describe(
        "A YAML file with parameters by name, relative to this file; what parameters says is merged over them. Default: none.",
      ),
    parameters: z
      .record(z.string(), z.unknown())
      .prefault({})
      .describe(
        "The policy's parameters. Where it expects a number, 20GiB, 120s, 50%, 2/s and $3/h are understood. Default: the policy's own.",
      ),
    wrap: z
      .array(z.union([z.string(), z.record(z.string(), z.unknown())]))
      .optional()
      .describe("Wrappers around the policy, the first innermost. Default: none."),
  }),
]);

/** A scenario as people write it. Parsing turns units into SI numbers and fills in defaults; names are resolved after. */
export const scenarioFields = strict({
  version: z.literal(1).describe("Version of this format."),
  name: name.optional().describe("What reports and the output folder call it. Default: the file's name."),
  description: z.string().prefault("").describe("What it shows, in a sentence or two."),
  start: quantity(date)
    .prefault("1970-01-01")
    .describe("Date at which a run begins, seen by policies that read a calendar. Default: 1970-01-01."),
  horizon: quantity(duration, 0)
    .optional()
    .describe("Length of a run. Default: until the workload has ended and all of it is served."),
  seeds: z
    .union([z.int().positive().max(10_000), z.array(seed).min(1)])
    .optional()
    .describe("How many runs of each policy, or the list of their seeds; 5 means 1, 2, 3, 4, 5. Default: 5."),
  precision: precisionFields
    .optional()
    .describe("More seeds than those, until the intervals are tight: 5%. Default: no more."),
  windows: strict({ every: quantity(duration, 0).describe("Length of a window: 24h.") })
    .optional()
    .describe(
      "Splits a recorded workload into windows. Each is run once, with a seed of its own counted from the first of seeds, and times of faults and background count from its start. What is left at the end is left out. Default: one run of all for each seed.",
    ),
  transient: z
    .union([
      z.literal("mser-5").transform((kind) => ({ kind })),
      quantity(duration, 0).transform((until) => ({ kind: "given" as const, until })),
    ])
    .optional()
    .describe(
      "Tasks that arrive in the first so long count in no wait, sojourn and attainment; mser-5: until the waits of a run settle. Counts, cost and averages over time are of the whole run. Default: all count.",
    ),
  check: checkFields.prefault("15s").describe("How often the policy decides. Default: 15s."),
  controllers: z
    .record(name, controllerFields)
    .optional()
    .describe(
      "Several controllers, by name, each with the compared policy. Default: one that sees and decides on everything.",
    ),
  objective: objectiveFields
    .optional()
    .describe(
      "What counts as good service, and what a policy is recommended by. Default: none is, and nothing measured.",
    ),
  demandWindow: quantity(duration, 0)
    .optional()
    .describe(
      "Over which the work that arrives is averaged to tell how many replicas keep up with it; elasticity is measured by that. Default: 5m.",
    ),
  expect: expectFields
    .optional()
    .describe("What has to come out; run exits with 1 when it clearly does not. Default: nothing."),
  nodes: z.record(name, nodeFields).describe("The machines, by name."),
  queues: z
    .record(name, queueFields)
    .prefault({})
    .describe("Settings of queues, by name. Default: those that groups serve."),
  dispatcher: dispatcherFields.optional(),
  groups: z.record(name, groupFields).describe("What is scaled, by name."),
  workload: z.array(sourceFields).min(1).describe("Where work comes from."),
  sensors: sensorsFields.prefault({}),
  faults: z.array(faultFields).optional().describe("What goes wrong, and when. Default: nothing."),
  signals: z.record(name, z.number()).optional().describe("Gauges that never change, by name. Default: none."),
  policies: z.array(policyFields).min(1).describe("The policies to compare."),
  baseline: z
    .string()
    .optional()
    .describe("Name of the policy that the others are compared with, run by run. Default: the first."),
});

/** The file's contents with units read and defaults filled in. */
export type ScenarioFile = z.output<typeof scenarioFields>;
export type PolicyFile = z.output<typeof policyFields>;
