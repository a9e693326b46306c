import { readdirSync } from "node:fs";
import { basename, dirname } from "node:path";
import { closest } from "../policies/index.ts";
import { whereToGet } from "./trace-path.ts";

/** What may be wrong with a file that is not there: the tail of a message. `path`: where it was looked for. */
export function whyMissing(written: string, path: string): string {
  const near = closest(basename(path), filesIn(dirname(path)));
  if (near !== undefined) return `; did you mean "${written.slice(0, -basename(path).length)}${near}"?`;
  const elsewhere = whereToGet(written);
  const [unexpanded] = elsewhere === "" ? (/^~(?=[\\/])|\$\{?\w+\}?/.exec(written) ?? []) : [];
  return unexpanded === undefined
    ? elsewhere
    : `; ${unexpanded} is not expanded, only $DISFUN_TRACES/ at the front is; write the path itself`;
}

function filesIn(folder: string): string[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    return entries
      .filter((entry) => !entry.isDirectory())
      .map(({ name }) => name)
      .sort();
  } catch {
    return [];
  }
}
