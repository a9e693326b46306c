export { seriesCsv } from "./csv.ts";
export { renderReport } from "./html.ts";
export { type Journal, openJournal } from "./journal.ts";
export { readResult } from "./read-result.ts";
export { resultJsonSchema } from "./result-schema.ts";
export { summaryTable } from "./table.ts";
export { resultJson, writeResult } from "./write.ts";
