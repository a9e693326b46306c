import { existsSync, readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { UsageError } from "../../policies/index.ts";
import { journalName, readResult, writePage, writeResult } from "../../reports/index.ts";
import type { Result } from "../../sim/index.ts";
import type { ReportOptions } from "../commands/report.ts";
import { openInBrowser } from "./open-in-browser.ts";
import { outputFolder } from "./output-folder.ts";
import { journalReport, reportJournal } from "./report-journal.ts";
import { tell, tellingOf, tellJournal } from "./tell.ts";

/** `disfun-sim report`: the page of a saved result or of a journal alone, or what a result says on standard output. */
export async function reportResult(options: ReportOptions): Promise<void> {
  const { file, open } = options;
  const telling = tellingOf(options);
  const saved = resultOf(file);
  if (telling.format !== "html") {
    if (saved === undefined) await tellJournal(journalReport(file), telling);
    else await tell(await readResult(saved), telling);
    return;
  }
  const page = saved === undefined ? await reportJournal(options) : await resultPage(saved, options.out);
  process.stdout.write(`${page}\n`);
  if (open) openInBrowser(page);
}

async function resultPage(saved: string, out: string | undefined): Promise<string> {
  const result = await readResult(saved);
  const beside = dirname(saved);
  const folder = out ?? beside;
  outputFolder(folder);
  if (folder === beside) await writePage(result, folder, { journals: journalsOf(result, folder) });
  else await writeResult(result, folder);
  return join(folder, "report.html");
}

/** A journal tells decisions, and not how it went: that is in the result beside it, if there is one. */
function resultOf(file: string): string | undefined {
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory()) return resultIn(file);
  if (!file.endsWith(".jsonl")) return file;
  const result = join(dirname(file), "result.json");
  return existsSync(result) ? result : undefined;
}

function resultIn(folder: string): string {
  const result = join(folder, "result.json");
  const journal = existsSync(result) ? undefined : readdirSync(folder).find((name) => name.endsWith(".jsonl"));
  if (journal === undefined) return result;
  throw new UsageError(`there is no result.json in it, but a journal: disfun-sim report ${join(folder, journal)}`, {
    file: folder,
  });
}

/** Those of all seeds have the seed in their names. */
function journalsOf({ policies, journaled }: Result, folder: string): Record<string, string> {
  const found = policies.flatMap(({ label }) =>
    [label, `${label}.seed-${journaled}`]
      .map(journalName)
      .filter((name) => existsSync(join(folder, name)))
      .slice(0, 1)
      .map((name) => [label, name] as const),
  );
  return Object.fromEntries(found);
}
