import { z } from "zod";
import { bind, type Json, type Observation } from "../../../policies/index.ts";
import type { Comparison, Vector } from "../family.ts";

/** What is left out is a guard that the literal formula does not have; what is not named here it has in any case. */
const config = z.object({
  low: z.number(),
  high: z.number(),
  grow: z.number(),
  shrink: z.number(),
  maxTtlSec: z.record(z.string(), z.number()).default({}),
  minTtlSec: z.number().default(0),
  minLookupsInWindow: z.int().default(0),
  exemptModes: z.array(z.string()).default([]),
});
const step = z.strictObject({
  mode: z.string().default("cache"),
  hit_rate: z.number(),
  lookups: z.number().optional(),
  ttl: z.number(),
  expected_ttl: z.number(),
});

/** One step of one cache in each case. */
export function checkCaches(vector: Vector): Comparison {
  const given = config.parse(vector.config);
  const { low, high, grow, shrink } = given;
  const parameters: Json = {
    low,
    high,
    grow,
    shrink,
    minimum: given.minTtlSec,
    maximum: given.maxTtlSec,
    minimumLookups: given.minLookupsInWindow,
    exempt: given.exemptModes,
  };
  const policy = bind("service-rules", { caches: parameters });
  const cases = z.array(step).min(1).parse(vector.cases);
  const actual = cases.map((each) => {
    const [decision] = policy.decide(observed(each), policy.begin()).decisions;
    const action = decision?.action;
    return { ...each, expected_ttl: action?.kind === "retain" ? action.timeToLive : each.ttl };
  });
  return { expected: cases, actual };
}

/** Where no lookups are told, the rate is of as many as make it exact. */
function observed({ mode, hit_rate, lookups = 1, ttl }: z.output<typeof step>): Observation {
  const caches = { [mode]: { timeToLive: ttl, hits: hit_rate * lookups, lookups } };
  return { time: 0, queues: {}, groups: {}, nodes: {}, devices: {}, caches, signals: {} };
}
