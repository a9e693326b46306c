import type { Scenario, SourceSpec } from "../../scenarios/scenario.ts";
import { curve } from "./curve.ts";
import { poisson } from "./poisson.ts";
import { replay } from "./replay.ts";
import type { Source, Traces } from "./source.ts";
import { spikes } from "./spikes.ts";

/**
 * The scenario's workload for one run, in the scenario's order. Each source draws from its own streams, `arrivals/NAME`,
 * `service/NAME` and `scale/NAME`, so that every policy meets the same work and one more source changes none of the others.
 */
export function openSources(scenario: Scenario, traces: Traces, seed: number): Source[] {
  return scenario.workload.map((spec) => open(spec, traces, seed));
}

function open(spec: SourceSpec, traces: Traces, seed: number): Source {
  switch (spec.kind) {
    case "poisson":
      return poisson(spec, seed);
    case "curve":
      return curve(spec, seed);
    case "spikes":
      return spikes(spec, seed);
    case "trace": {
      const trace = traces.get(spec.name);
      if (trace === undefined) throw new Error(`the trace of source "${spec.name}" has not been loaded`);
      return replay(spec, trace, seed);
    }
  }
}
