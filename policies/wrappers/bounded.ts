import { z } from "zod";
import { ordered } from "../ordered.ts";
import { groups } from "./fields.ts";
import { defineWrapper } from "./wrapper.ts";

const parameters = z
  .strictObject({
    groups,
    minimum: z.int().nonnegative().default(0).describe("Fewest replicas; a group that has fewer is filled up."),
    maximum: z.int().nonnegative().nullable().default(null).describe("Most replicas; null: no bound."),
  })
  .superRefine(ordered("minimum", "maximum", { orEqual: true }))
  .refine(({ minimum, maximum }) => minimum > 0 || maximum !== null, {
    path: ["maximum"],
    message: "expected a number here or in minimum: without either it bounds nothing",
  });

/** Limits of the policy's user, beside those of the group's owner. */
export const bounded = defineWrapper({
  name: "bounded",
  summary: "Keeps the count between a minimum and a maximum, whatever the policy inside asks for.",
  source: "minReplicas and maxReplicas of every autoscaler",
  version: 1,
  parameters,
  reasons: {
    "raised-to-minimum": "The minimum around the policy is above what it asks for.",
    "cut-to-maximum": "The maximum around the policy is below what it asks for.",
  },
  examples: [{ minimum: 2, maximum: 4 }],
  revise({ minimum, maximum }, { desired }) {
    const highest = maximum ?? Number.POSITIVE_INFINITY;
    if (desired < minimum) return { desired: minimum, because: { code: "raised-to-minimum", facts: { minimum } } };
    if (desired <= highest) return { desired };
    return { desired: highest, because: { code: "cut-to-maximum", facts: { maximum: highest } } };
  },
});
