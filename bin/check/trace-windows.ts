import { fileURLToPath } from "node:url";
import type { TraceWindow } from "../../sim/check/index.ts";
import { loadTrace } from "../../sim/index.ts";

let windows: Promise<readonly TraceWindow[]> | undefined;

/** Stretches of ten minutes of the recorded requests that are shipped, read once. */
export function traceWindows(): Promise<readonly TraceWindow[]> {
  windows ??= Promise.all(BEGINS.map(window));
  return windows;
}

async function window(from: number): Promise<TraceWindow> {
  const spec = {
    kind: "trace" as const,
    file,
    format: "azure-llm" as const,
    filter: {},
    window: { from, until: from + LENGTH },
    scale: 1,
    jitter: 0,
  };
  const service = { kind: "constant" as const, value: 1 };
  const source = { ...spec, name: "window", queue: "", from: 0, speedUp: 1, service };
  const trace = await loadTrace(source, () => {});
  return { spec, trace, rate: trace.arrivals.length / LENGTH };
}

const LENGTH = 600;
/** Seconds into the recording. */
const BEGINS = [0, 1200, 2400] as const;
const root = import.meta.url.endsWith(".ts") ? "../../" : "../../../";
const file = fileURLToPath(new URL(`${root}scenarios/traces/requests.csv`, import.meta.url));
