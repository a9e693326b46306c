import { explained, type Verdict } from "../../sim/check/index.ts";
import type { Checked } from "./index.ts";

/** What build servers read: a suite a policy, a case a property. */
export function junit(checks: readonly Checked[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${checks.map(suite).join("")}</testsuites>\n`;
}

function suite({ label, verdicts, files }: Checked): string {
  const count = (outcome: Verdict["outcome"]) => verdicts.filter((verdict) => verdict.outcome === outcome).length;
  const counts = `tests="${verdicts.length}" failures="${count("violated")}" skipped="${count("not applicable")}"`;
  const cases = verdicts.map((verdict) => `${testCase(label, verdict, files[verdict.property])}\n`);
  return `<testsuite name="${escaped(label)}" ${counts}>\n${cases.join("")}</testsuite>\n`;
}

function testCase(
  label: string,
  { property, outcome, why, counterexample }: Verdict,
  file: string | undefined,
): string {
  const begin = `<testcase classname="${escaped(label)}" name="${escaped(property)}"`;
  if (outcome === "held") return `${begin}/>`;
  if (outcome === "not applicable") return `${begin}><skipped message="${escaped(why ?? "")}"/></testcase>`;
  const words = counterexample === undefined ? property : explained(counterexample.violation);
  const body = file === undefined ? "" : escaped(`npx disfun-sim run ${file}`);
  return `${begin}><failure message="${escaped(words)}">${body}</failure></testcase>`;
}

function escaped(text: string): string {
  const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  return text.replaceAll(/[&<>"]/g, (character) => entities[character] ?? character);
}
