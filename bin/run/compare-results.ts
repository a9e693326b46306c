import { UsageError } from "../../policies/index.ts";
import { allDifferences, comparisonLines, readResult } from "../../reports/index.ts";
import { compareEach, type Difference, type Result } from "../../sim/index.ts";
import type { CompareOptions } from "../commands/compare.ts";
import { differencesOf } from "./differences-of.ts";
import { type Match, matches } from "./matches.ts";

/** `disfun-sim compare`: each policy of the other results against the first; exit code 1 where asked for and one is worse. */
export async function compareResults(options: CompareOptions): Promise<void> {
  const files = options.file;
  if (files.length < 2) throw new UsageError(`${files.length} result is given; name two or more to compare`);
  const results: Result[] = [];
  for (const file of files) results.push(await readResult(file));
  const [first, ...others] = results;
  if (first === undefined) return;
  for (const [index, other] of others.entries()) refuseOthers(first, other, files[0] ?? "", files[index + 1] ?? "");
  const found = others.flatMap((other, index) => matches(first, other, files[0] ?? "", files[index + 1] ?? ""));
  const judged = compareEach(found.map((match, index) => ({ ...match, label: String(index) })));
  const told = found.map((match, index) => ({ match, differences: judged.get(String(index)) ?? {} }));
  if (options.json) print(JSON.stringify(told.map(jsonOf), null, 2));
  else {
    const all = allDifferences(told);
    for (const { match, differences } of told) {
      print(heading(match));
      for (const line of comparisonLines(differences, first.measures, all)) print(`  ${line}`);
    }
  }
  const worse = told.flatMap(({ differences }) => Object.values(differences)).filter(isWorse);
  if (options["fail-if-worse"] && worse.length > 0) process.exitCode = 1;
}

/** Numbers of other work tell nothing of policies. */
function refuseOthers(first: Result, other: Result, file: string, otherFile: string): void {
  const found = differencesOf(first, other);
  if (found.length === 0) return;
  const shown = found
    .slice(0, 5)
    .map(({ path, one, two }) => `${path} is ${one} in ${file} and ${two} in ${otherFile}`);
  const more = found.length > shown.length ? `; and ${found.length - shown.length} more` : "";
  throw new UsageError(`these are not of the same scenario and workload: ${shown.join("; ")}${more}`);
}

function isWorse({ headline, verdict }: Difference): boolean {
  return headline === true && verdict === "worse";
}

function heading({ policy, against, unpaired, runs, base, leftOut }: Match): string {
  const how = unpaired
    ? `${runs.length} and ${base.length} runs, on other work`
    : `${runs.length} runs on the same work${leftOut === 0 ? "" : `; ${leftOut} on work that only one of them met left out`}`;
  return `${policy} against ${against}, ${how}`;
}

function jsonOf({ match, differences }: { readonly match: Match; readonly differences: Record<string, Difference> }) {
  const { policy, against, unpaired } = match;
  return { policy, against, paired: !unpaired, differences };
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
