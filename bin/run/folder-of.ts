import { join } from "node:path";
import type { RunOptions } from "./options.ts";

/** Where the results of a scenario go. */
export function folderOf(name: string, { out, scenario }: Pick<RunOptions, "out" | "scenario">): string {
  if (out === undefined) return join("out", name);
  return scenario.length > 1 ? join(out, name) : out;
}
