export { openSources } from "./open-sources.ts";
export type { Source, Trace, Traces } from "./source.ts";
