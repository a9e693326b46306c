import type { Result } from "../sim/result.ts";
import { seriesCsv } from "./csv.ts";
import { type ReportOptions, renderReport } from "./html.ts";
import { type JournalReport, renderJournal } from "./journal-page.ts";
import { STAMP, stamp } from "./page/refresh.ts";
import { prettyJson } from "./pretty-json.ts";
import { writeFileWhole } from "./write-file.ts";

/**
 * Writes `report.html`, `result.json` and `series.csv` into the folder, each whole or not at all. Journals are written while the
 * run goes, by `openJournal`; `options.journals` names them. Throws a `UsageError` when the folder cannot be written to.
 */
export async function writeResult(result: Result, folder: string, options: ReportOptions = {}): Promise<void> {
  // All of it is made before any of it is written: an error in one leaves the last run's files as they were.
  const files = {
    "result.json": resultJson(result),
    "series.csv": seriesCsv(result),
    "report.html": await renderReport(result, options),
  };
  for (const [name, text] of Object.entries(files)) writeFileWhole(folder, name, text);
  if (options.watched === true) writeFileWhole(folder, STAMP, stamp(result.fingerprint));
}

/** Writes the page alone. Throws a `UsageError` when the folder cannot be written to. */
export async function writePage(
  result: Result,
  folder: string,
  options: ReportOptions,
  name = "report.html",
): Promise<void> {
  writeFileWhole(folder, name, await renderReport(result, options));
}

/** Writes the page of a journal. Throws a `UsageError` when the folder cannot be written to. */
export async function writeJournalPage(report: JournalReport, folder: string, name: string): Promise<void> {
  writeFileWhole(folder, name, await renderJournal(report));
}

/** The saved form: one line a number list or small object, so that a comparison of two results shows what differs. */
export function resultJson(result: Result): string {
  return prettyJson(result);
}
