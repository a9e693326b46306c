import type { Scenario } from "../../scenarios/scenario.ts";
import { poisson } from "./poisson.ts";
import type { Source, Traces } from "./source.ts";

/**
 * The scenario's workload for one run, in the scenario's order. Each source draws from its own streams, `arrivals/NAME` and
 * `service/NAME`, so that every policy meets the same work and one more source changes none of the others.
 */
export function openSources(scenario: Scenario, traces: Traces, seed: number): Source[] {
  return scenario.workload.map((spec) => {
    switch (spec.kind) {
      case "poisson":
        return poisson(spec, seed);
      default:
        throw new Error(`${spec.kind} ${traces.size}`);
    }
  });
}
