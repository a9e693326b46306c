import type { Result } from "../sim/result.ts";
import { markdown } from "./markdown.ts";
import { measuresCsv } from "./measures-csv.ts";
import { summaryTable, type TableOptions } from "./table.ts";
import { resultJson } from "./write.ts";

/** How a result can be told on standard output. `text` is the terminal's table, the only one that heeds the options. */
export const formats: Readonly<Record<string, (result: Result, options: TableOptions) => string>> = {
  text: summaryTable,
  md: markdown,
  csv: measuresCsv,
  json: resultJson,
};
