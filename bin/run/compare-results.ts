import { UsageError } from "../../policies/index.ts";
import { allDifferences, comparisonLines, readResult } from "../../reports/index.ts";
import { compareEach, type Difference, type Result } from "../../sim/index.ts";
import type { CompareOptions } from "../commands/compare.ts";
import { comparisonOf, type Saved, writeComparison } from "./comparison-page.ts";
import { differencesOf } from "./differences-of.ts";
import { type Match, matches } from "./matches.ts";
import { openInBrowser } from "./open-in-browser.ts";
import { tell, tellingOf } from "./tell.ts";

/** `disfun-sim compare`: each policy of the other results against the first; exit code 1 where asked for and one is worse. */
export async function compareResults(options: CompareOptions): Promise<void> {
  const { file: files, open, html = open ? "compare.html" : undefined } = options;
  const telling = tellingOf(options);
  const [first, ...others] = await read(files);
  if (first === undefined || others.length === 0)
    throw new UsageError(`${files.length} result is given; name two or more to compare`);
  for (const other of others) refuseOther(first, other);
  const told = judged(first, others);
  if (options["fail-if-worse"]) refuseUnnamed(told, first.file);
  if (html !== undefined) await writeComparison([first, ...others], html);
  if (telling.format === "json") print(JSON.stringify(told.map(jsonOf), null, 2));
  else if (telling.format === "text") tellDifferences(told, first.result);
  else await tell(comparisonOf([first, ...others]), telling);
  if (html !== undefined) {
    const text = telling.format === "text";
    (text ? process.stdout : process.stderr).write(`${text ? "\n" : ""}${html}\n`);
    if (open) openInBrowser(html);
  }
  if (options["fail-if-worse"]) failIfWorse(told, first.result);
}

async function read(files: readonly string[]): Promise<Saved[]> {
  const saved: Saved[] = [];
  for (const file of files) saved.push({ file, result: await readResult(file) });
  return saved;
}

/** Numbers of other work tell nothing of policies. */
function refuseOther(first: Saved, other: Saved): void {
  const found = differencesOf(first.result, other.result);
  if (found.length === 0) return;
  const shown = found
    .slice(0, 5)
    .map(({ path, one, two }) => `${path} is ${one} in ${first.file} and ${two} in ${other.file}`);
  const more = found.length > shown.length ? `; and ${found.length - shown.length} more` : "";
  throw new UsageError(`these are not of the same scenario and workload: ${shown.join("; ")}${more}`);
}

interface Judged {
  readonly match: Match;
  readonly differences: Record<string, Difference>;
}

function judged(first: Saved, others: readonly Saved[]): Judged[] {
  const found = others.flatMap((other) => matches(first.result, other.result, first.file, other.file));
  const differences = compareEach(found.map((match, index) => ({ ...match, label: String(index) })));
  return found.map((match, index) => ({ match, differences: differences.get(String(index)) ?? {} }));
}

function tellDifferences(told: readonly Judged[], { measures }: Result): void {
  const all = allDifferences(told);
  for (const { match, differences } of told) {
    print(heading(match));
    for (const line of comparisonLines(differences, measures, all)) print(`  ${line}`);
  }
}

/** A gate that judges nothing would pass whatever is measured. */
function refuseUnnamed(told: readonly Judged[], file: string): void {
  if (told.some(({ match }) => match.sameName)) return;
  const policies = told.map(({ match }) => match.policy).join(", ");
  throw new UsageError(`--fail-if-worse: nothing to judge, none of ${policies} has the name of a policy in ${file}`);
}

/** A policy that was added is worse or better than some other, which is no fault of the change. */
function failIfWorse(told: readonly Judged[], { measures }: Result): void {
  for (const { match, differences } of told.filter(({ match }) => match.sameName)) {
    const worse = Object.entries(differences).filter(
      ([, { headline, verdict }]) => headline === true && verdict === "worse",
    );
    if (worse.length === 0) continue;
    const words = worse.map(([name]) => `${measures?.[name]?.words ?? name} is worse`);
    process.stderr.write(`failed: ${match.policy}: ${words.join(", ")}\n`);
    process.exitCode = 1;
  }
}

function heading({ policy, against, unpaired, runs, base, leftOut }: Match): string {
  const how = unpaired
    ? `${runs.length} and ${base.length} runs, on other work`
    : `${runs.length} runs on the same work${leftOut === 0 ? "" : `; ${leftOut} on work that only one of them met left out`}`;
  return `${policy} against ${against}, ${how}`;
}

function jsonOf({ match, differences }: Judged) {
  const { policy, against, unpaired } = match;
  return { policy, against, paired: !unpaired, differences };
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
