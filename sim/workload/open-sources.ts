import type { Scenario, SourceSpec } from "../../scenarios/scenario.ts";
import { classed } from "./classes.ts";
import { counted } from "./counted.ts";
import { curve } from "./curve.ts";
import { cutOut } from "./cut-out.ts";
import { markov } from "./markov.ts";
import { poisson } from "./poisson.ts";
import { drawnSource } from "./process.ts";
import { renewal } from "./renewal.ts";
import { replay } from "./replay.ts";
import type { Source, Trace, Traces } from "./source.ts";
import { spikes } from "./spikes.ts";
import { superposed } from "./superposed.ts";
import { windowed } from "./windowed.ts";

/**
 * The scenario's workload for one run, in the scenario's order. Each source draws from its own streams, `arrivals/NAME`,
 * `service/NAME` and others that end in its name, so that every policy meets the same work and one more source changes none of
 * the others. `from`: the run begins so many seconds into it.
 */
export function openSources(scenario: Pick<Scenario, "workload">, traces: Traces, seed: number, from = 0): Source[] {
  return scenario.workload.map((spec) => cutOut(classed(openSource(spec, traces, seed), spec, seed), from));
}

function openSource(spec: SourceSpec, traces: Traces, seed: number): Source {
  switch (spec.kind) {
    case "poisson":
      return drawnSource(spec, poisson(spec, seed), seed);
    case "renewal":
      return drawnSource(spec, renewal(spec, seed), seed);
    case "markov":
      return drawnSource(spec, markov(spec, seed), seed);
    case "curve":
      return drawnSource(spec, curve(spec, spec.file === undefined ? undefined : loaded(spec, traces), seed), seed);
    case "spikes":
      return spikes(spec, seed);
    case "clients":
      // They send their tasks themselves, when those before have ended.
      return { name: spec.name, queue: spec.queue, fill: () => 0 };
    case "trace":
      return openTrace(spec, loaded(spec, traces), seed);
  }
}

/** Rows are replayed; a file that tells how many arrive, or at what rate, is drawn from. */
function openTrace(spec: Extract<SourceSpec, { kind: "trace" }>, trace: Trace, seed: number): Source {
  const { service = { kind: "constant", value: 0 } } = spec;
  if (trace.facts?.count !== undefined) return drawnSource({ ...spec, service }, counted(spec, trace, seed), seed);
  if (trace.parts !== undefined) {
    const processes = trace.parts.map((part) => windowed(spec, part, seed, part.client));
    return drawnSource({ ...spec, service }, superposed(processes), seed);
  }
  if (trace.facts?.rate !== undefined) return drawnSource({ ...spec, service }, windowed(spec, trace, seed), seed);
  return replay(spec, trace, seed);
}

function loaded({ name }: SourceSpec, traces: Traces): Trace {
  const trace = traces.get(name);
  if (trace === undefined) throw new Error(`the trace of source "${name}" has not been loaded`);
  return trace;
}
