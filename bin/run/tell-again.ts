import type { Scenario } from "../../scenarios/index.ts";
import type { Traces } from "../../sim/index.ts";
import { isCounterexample } from "../check/mark.ts";

/** Of a counterexample that `check` wrote: tells whether it still shows what it did. Exit code 1 where it does, which it returns. */
export async function tellAgain(
  file: string,
  scenario: Scenario,
  traces: Traces,
  out: { write(text: string): unknown },
): Promise<boolean> {
  if (!isCounterexample(file)) return false;
  const { judgedAgain } = await import("../check/judge-again.ts");
  let isShown = false;
  for (const { label, property, outcome, words } of await judgedAgain(file, scenario, traces)) {
    out.write(`${label}: ${property} ${outcome}: ${words}\n`);
    isShown ||= outcome === "violated";
  }
  if (isShown) process.exitCode = 1;
  return isShown;
}
