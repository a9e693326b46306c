export { comparisonLines } from "./comparison.ts";
export { seriesCsv } from "./csv.ts";
export { formats } from "./formats.ts";
export { renderReport } from "./html.ts";
export { type Journal, journalName, openJournal } from "./journal.ts";
export { readResult } from "./read-result.ts";
export { resultJsonSchema } from "./result-schema.ts";
export { chartsSvg } from "./svg.ts";
export { writePage, writeResult } from "./write.ts";
