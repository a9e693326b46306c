export { loadTraces } from "./load-traces.ts";
export { openSources } from "./open-sources.ts";
export { rowsLeftOut } from "./rows-left-out.ts";
export type { Source, Trace, Traces } from "./source.ts";
