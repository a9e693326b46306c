import type { Scenario } from "../../scenarios/scenario.ts";
import { loadTrace } from "./load-trace.ts";
import type { Trace, Traces } from "./source.ts";

/**
 * Reads the scenario's trace files. `onProgress` is told the bytes read so far. Throws a `UsageError`, with the file and where it
 * helps the line, for a file that gives no task.
 */
export async function loadTraces(
  scenario: Scenario,
  { onProgress }: { onProgress?: (bytes: number) => void } = {},
): Promise<Traces> {
  let read = 0;
  const onBytes = (bytes: number) => {
    read += bytes;
    onProgress?.(read);
  };
  const traces = new Map<string, Trace>();
  for (const spec of scenario.workload) {
    if (spec.kind === "trace") traces.set(spec.name, await loadTrace(spec, onBytes));
  }
  return traces;
}
