import { readFileSync } from "node:fs";

/** What the first line of a counterexample begins with, as a comment. */
export const MARK = "check: ";

/** Whether `check` wrote the file. */
export function isCounterexample(file: string): boolean {
  return readFileSync(file, "utf8").startsWith(`# ${MARK}`);
}
