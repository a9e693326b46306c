import { cost } from "./cost.ts";
import { elasticity } from "./elasticity.ts";
import { latency } from "./latency.ts";
import type { Measure } from "./measure.ts";
import { resources } from "./resources.ts";
import { thrash } from "./thrash.ts";
import { work } from "./work.ts";

export type { Measure } from "./measure.ts";

/** By the headings they stand under. */
export const families: Readonly<Record<string, readonly Measure[]>> = {
  Latency: latency,
  Work: work,
  Cost: cost,
  Elasticity: elasticity,
  Thrash: thrash,
  Resources: resources,
};

/** All there is to measure in a run. Shares are fractions of 1. */
export const measures: readonly Measure[] = Object.values(families).flat();
