import type { SourceSpec } from "../../../scenarios/scenario.ts";
import { openSources, type Source, type Trace } from "../../../sim/workload/index.ts";
import { scenarioOf } from "../scenario-of.ts";

export type TraceSource = Extract<SourceSpec, { kind: "trace" }>;

export interface Work {
  readonly arrivals: readonly number[];
  readonly demands: readonly number[];
}

/** Sources of a workload, with the traces it replays. */
export function sources(
  workload: readonly SourceSpec[],
  traces: Readonly<Record<string, Trace>> = {},
  seed = 1,
): Source[] {
  return openSources(scenarioOf({ workload }), new Map(Object.entries(traces)), seed);
}

/** What one source of its own gives, up to a number of tasks. */
export function workOf(
  spec: SourceSpec,
  { trace, seed = 1, most = 1e6 }: { trace?: Trace; seed?: number; most?: number } = {},
): Work {
  const [source] = sources([spec], trace && { [spec.name]: trace }, seed) as [Source];
  return drain(source, most, 256);
}

/** All of a source, or its first tasks, in blocks of a size. */
export function drain(source: Source, most: number, size: number): Work {
  const arrivals: number[] = [];
  const demands: number[] = [];
  const block = new Float64Array(size);
  const blockDemands = new Float64Array(size);
  let count = size;
  while (count === size && arrivals.length < most) {
    count = source.fill(block, blockDemands);
    arrivals.push(...block.subarray(0, count));
    demands.push(...blockDemands.subarray(0, count));
  }
  return { arrivals: arrivals.slice(0, most), demands: demands.slice(0, most) };
}

export function traceOf(arrivals: readonly number[], demands?: readonly number[]): Trace {
  return {
    arrivals: Float64Array.from(arrivals),
    ...(demands && { demands: Float64Array.from(demands) }),
    report: { source: "replay", queue: "work" },
  };
}

/** A trace source as the scenario would resolve it. */
export function traceSource(change: Partial<TraceSource> = {}): TraceSource {
  return {
    kind: "trace",
    name: "replay",
    queue: "work",
    from: 0,
    file: "trace.csv",
    format: "csv",
    filter: {},
    speedUp: 1,
    scale: 1,
    jitter: 0,
    ...change,
  };
}
