export { loadTraces } from "./load-traces.ts";
export { openSources } from "./open-sources.ts";
export type { Source, Trace, Traces } from "./source.ts";
export { traceWarnings } from "./trace-warnings.ts";
