import { basename, dirname, join } from "node:path";
import { replayLines, type Seconds, UsageError } from "../../policies/index.ts";
import { type JournaledPolicy, type JournalReport, writeJournalPage, zeroOf } from "../../reports/index.ts";
import { type Recorded, recorded } from "../../sim/index.ts";
import type { ReportOptions } from "../commands/report.ts";
import { toolVersion } from "../version.ts";
import { linesOf } from "./lines-of.ts";
import { isDated } from "./moment.ts";
import { outputFolder } from "./output-folder.ts";
import { shellLine } from "./repeat-command.ts";
import { meaningOf } from "./words.ts";

/** The page of a journal that has no result beside it; returns its file. */
export async function reportJournal({
  file,
  out,
}: Partial<ReportOptions> & { readonly file: string }): Promise<string> {
  const report = journalReport(file);
  const folder = out ?? dirname(file);
  outputFolder(folder);
  const name = `${basename(file).replace(/\.jsonl$/, "")}.html`;
  await writeJournalPage(report, folder, name);
  return join(folder, name);
}

/** What a journal alone tells. Throws a `UsageError` where no decision is recorded in it. */
export function journalReport(file: string): JournalReport {
  let zero: Seconds = 0;
  let wallClock = false;
  const found = recorded(replayLines(linesOf(file), file), (first, last) => {
    wallClock = isDated(first);
    zero = zeroOf(first, last, wallClock);
    return zero;
  });
  if (found.length === 0) throw new UsageError("no decision is recorded in it", { file });
  const command = shellLine(["npx", "disfun-sim", "report", file]);
  const policies = found.map((one) => policyOf(one, zero));
  return { start: zero, wallClock, source: basename(file), version: toolVersion(), command, policies };
}

function policyOf(one: Recorded, zero: Seconds): JournaledPolicy {
  const { controller, header, detail, names, held, heldLeftOut } = one;
  const reasons = [...detail.decisions.flatMap(({ because }) => because), ...held.map(({ because }) => because)];
  const codes = new Set(reasons.map(({ code }) => code));
  const meanings = [...codes].map((code) => [code, meaningOf(code, header.policy)] as const);
  return {
    label: controller ?? header.policy,
    policy: header.policy,
    policyVersion: header.policyVersion,
    parameters: header.parameters as JournaledPolicy["parameters"],
    reasons: Object.fromEntries(meanings.filter(([code, meaning]) => meaning !== code)),
    runs: [{ seed: detail.seed, duration: one.last - zero, ...names }],
    detail,
    held,
    heldLeftOut,
    checks: one.checks,
    first: one.first - zero,
    last: one.last - zero,
    reloads: one.reloads.map((time) => time - zero),
  };
}
