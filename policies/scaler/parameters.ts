import { z } from "zod";
import type { Preset } from "../entry.ts";
import { ordered } from "../ordered.ts";
import { type PolicyContent, readPolicyContent } from "./policy-content.ts";

/** Tasks a worker between which nothing happens: `_lower_task_ratio` and `_upper_task_ratio` of each controller at d5553793. */
const ratios = {
  no: { lower: 0, upper: Number.POSITIVE_INFINITY },
  vanilla: { lower: 1, upper: 10 },
  fixed_elastic: { lower: 1, upper: 10 },
  capability: { lower: 0.5, upper: 5 },
} as const;

const fields = z.strictObject({
  policyContent: z
    .string()
    .default("allocate=even_load; scaling=no")
    .describe(
      "How tasks are allocated (even_load, capability) and workers scaled (no, vanilla, capability, fixed_elastic). Allocating is the scenario's dispatcher. Seed: policy_content.",
    ),
  policyEngineType: z.string().default("simple").describe("There is but one. Seed: policy_engine_type."),
  upperTaskRatio: z
    .number()
    .positive()
    .nullable()
    .default(null)
    .describe(
      "Tasks for each worker above which a group is started; null: 5 with capability, else 10. Seed: upper_task_ratio, in the original a constant.",
    )
    .meta({ search: [2, 20] }),
  lowerTaskRatio: z
    .number()
    .nonnegative()
    .nullable()
    .default(null)
    .describe(
      "Tasks for each worker below which a group is shut down; null: 0.5 with capability, else 1. Seed: lower_task_ratio, in the original a constant.",
    )
    .meta({ search: [0.1, 1.5] }),
  bootingWorkers: z
    .enum(["ignored", "counted"])
    .default("ignored")
    .describe("Workers of groups that are still starting: published code starts more groups until they connect."),
  restartGuard: z
    .boolean()
    .default(false)
    .describe("Keep a group whose end would call for a start at once, with vanilla and fixed_elastic too."),
  keepLastGroup: z.boolean().default(false).describe("Never shut down the last group of an adapter, even idle."),
  primary: z
    .enum(["once", "when-missing"])
    .default("once")
    .describe(
      "fixed_elastic: once asks for the one primary of all adapters, lost or refused as it may be; when-missing for each that has none.",
    ),
  unableAdapters: z
    .enum(["asked", "left-out"])
    .default("asked")
    .describe(
      "capability: adapters whose own capabilities, where they tell any, are not what tasks need: asked all the same, or not.",
    ),
  countStarts: z
    .boolean()
    .default(false)
    .describe("capability: count the starts of the same decision towards the adapter's maximum."),
  stopWhenFull: z
    .boolean()
    .default(true)
    .describe("capability: look for a group to shut down when a start is called for and the adapter is full."),
  groupSize: z
    .enum(["listed", "connected"])
    .default("listed")
    .describe("capability: whom both guards take for gone with a group: all it lists, or those that are connected."),
  emptyReport: z
    .enum(["believed", "adapter-offers"])
    .default("believed")
    .describe(
      "capability: a group reported without capabilities has none, or those of its adapter. The native adapter reports nothing.",
    ),
  stopDemand: z
    .enum(["any-capable", "closest"])
    .default("any-capable")
    .describe(
      "capability: what keeps a group: all it could do, by all that could do it; or what nobody with less can do, by workers of its own kind.",
    ),
});
export type Parameters = z.output<typeof fields>;

/** Ratios can be set because the seed's tips ask for that. Every hole of the published rules is a switch. */
export const parameters = fields.superRefine((given, context) => {
  const content = readPolicyContent(given.policyContent, given.policyEngineType);
  if ("error" in content) {
    const path = given.policyEngineType === "simple" ? "policyContent" : "policyEngineType";
    context.addIssue({ code: "custom", path: [path], message: content.error + content.help });
    return;
  }
  const { lower, upper } = bounds(given, content);
  ordered("lowerTaskRatio", "upperTaskRatio")({ lowerTaskRatio: lower, upperTaskRatio: upper }, context);
});

export interface Bounds {
  readonly lower: number;
  readonly upper: number;
}

export function bounds(given: Parameters, { scaling }: PolicyContent): Bounds {
  const { lower, upper } = ratios[scaling];
  return { lower: given.lowerTaskRatio ?? lower, upper: given.upperTaskRatio ?? upper };
}

const capability = { policyContent: "allocate=capability; scaling=capability" } as const;

export const presets: Readonly<Record<string, Preset>> = {
  "as-published": {
    summary: "Capability scaling as Scaler 1.16.2 does it, its holes included.",
    parameters: capability,
  },
  corrected: {
    summary: "What its documentation promises: guards that hold, kinds of workers apart, a primary for each adapter.",
    parameters: {
      ...capability,
      bootingWorkers: "counted",
      restartGuard: true,
      primary: "when-missing",
      unableAdapters: "left-out",
      countStarts: true,
      groupSize: "connected",
      emptyReport: "adapter-offers",
      stopDemand: "closest",
    },
  },
};
