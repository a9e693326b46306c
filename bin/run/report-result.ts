import { existsSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { UsageError } from "../../policies/index.ts";
import { journalName, readResult, writePage, writeResult } from "../../reports/index.ts";
import type { Result } from "../../sim/index.ts";
import type { ReportOptions } from "../commands/report.ts";
import { openInBrowser } from "./open-in-browser.ts";
import { outputFolder } from "./output-folder.ts";
import { tell, tellingOf } from "./tell.ts";

/** `disfun-sim report`: the page of a saved result, or what it says on standard output. */
export async function reportResult(options: ReportOptions): Promise<void> {
  const { file, out, open } = options;
  const telling = tellingOf(options);
  const saved = resultOf(file);
  const result = await readResult(saved);
  if (telling.format !== "html") return await tell(result, telling);
  const beside = dirname(saved);
  const folder = out ?? beside;
  outputFolder(folder);
  if (folder === beside) await writePage(result, folder, { journals: journalsOf(result, folder) });
  else await writeResult(result, folder);
  const page = join(folder, "report.html");
  process.stdout.write(`${page}\n`);
  if (open) openInBrowser(page);
}

/** A journal tells decisions, and not how it went: that is in the result beside it. */
function resultOf(file: string): string {
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory()) return join(file, "result.json");
  if (!file.endsWith(".jsonl")) return file;
  const result = join(dirname(file), "result.json");
  if (existsSync(result)) return result;
  throw new UsageError(
    "has no result.json beside it, which the page is made of; put it back or run the scenario again, or use explain or replay, which read a journal alone",
    { file },
  );
}

function journalsOf({ policies }: Result, folder: string): Record<string, string> {
  const names = policies.map(({ label }) => [label, journalName(label)] as const);
  return Object.fromEntries(names.filter(([, name]) => existsSync(join(folder, name))));
}
