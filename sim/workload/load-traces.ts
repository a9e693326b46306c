import type { Scenario, SourceSpec } from "../../scenarios/scenario.ts";
import { loadTrace, type TraceSource } from "./load-trace.ts";
import type { Trace, Traces } from "./source.ts";

export interface LoadOptions {
  /** Told the bytes read so far. */
  readonly onProgress?: (bytes: number) => void;
  /** May know the trace already; what `load` gives otherwise. */
  readonly recall?: (source: TraceSource, load: () => Promise<Trace>) => Promise<Trace>;
}

/**
 * Reads the scenario's trace files, and the counts that curves come from. Throws a `UsageError`, with the file and where it helps
 * the line, for a file that gives no task.
 */
export async function loadTraces(
  scenario: Scenario,
  { onProgress, recall = (_, load) => load() }: LoadOptions = {},
): Promise<Traces> {
  let read = 0;
  const onBytes = (bytes: number) => {
    read += bytes;
    onProgress?.(read);
  };
  const traces = new Map<string, Trace>();
  for (const source of scenario.workload) {
    const spec = traceOf(source);
    if (spec !== undefined) traces.set(spec.name, await recall(spec, () => loadTrace(spec, onBytes)));
  }
  return traces;
}

function traceOf(source: SourceSpec): TraceSource | undefined {
  if (source.kind === "trace") return source;
  if (source.kind !== "curve" || source.file === undefined) return undefined;
  const { name, queue, from, file, interval, service } = source;
  return {
    kind: "trace",
    name,
    queue,
    from,
    file,
    format: "counts",
    filter: {},
    ...(interval !== undefined && { interval }),
    speedUp: 1,
    scale: 1,
    jitter: 0,
    service,
  };
}
