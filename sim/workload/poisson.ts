import type { SourceSpec } from "../../scenarios/scenario.ts";
import type { Process } from "./process.ts";
import { gapsOf } from "./renewal.ts";

/** Arrivals at a constant rate, independent of each other. */
export function poisson(spec: Extract<SourceSpec, { kind: "poisson" }>, seed: number): Process {
  if (spec.rate === 0) return { fill: () => 0 };
  return gapsOf(spec, { kind: "exponential", mean: 1 / spec.rate }, seed);
}
