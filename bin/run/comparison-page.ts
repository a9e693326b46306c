import { statSync } from "node:fs";
import { basename, dirname } from "node:path";
import { UsageError } from "../../policies/index.ts";
import { writePage } from "../../reports/index.ts";
import { combined, type Result } from "../../sim/index.ts";
import { outputFolder } from "./output-folder.ts";
import { shellLine } from "./repeat-command.ts";

/** A result with the file it was read from. */
export interface Saved {
  readonly file: string;
  readonly result: Result;
}

/** Saved results of one scenario as one. Throws a `UsageError` where they were not run on the same work. */
export function comparisonOf(saved: readonly [Saved, ...Saved[]]): Result {
  const [first, ...others] = namedShort(saved);
  const one = combined([first, ...others]);
  if (one !== undefined) return one;
  const seeds = saved.map(({ file, result }) => `${result.seeds.join(", ")} in ${file}`);
  throw new UsageError(
    `a page, a table and charts take runs on the same work, and no seed is in all of these: ${seeds.join("; ")}; the differences alone are told without --html and --format`,
  );
}

/** Writes the page with the policies of all results. Throws a `UsageError`, too, where it cannot be written. */
export async function writeComparison(saved: readonly [Saved, ...Saved[]], file: string): Promise<void> {
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory()) {
    throw new UsageError(`--html ${file}: is a folder; name a file in it`);
  }
  outputFolder(dirname(file), "--html");
  const command = shellLine(["npx", "disfun-sim", "compare", ...saved.map((each) => each.file), "--html", file]);
  const one = { ...comparisonOf(saved), command };
  await writePage(one, dirname(file), { compared: namedShort(saved) }, basename(file));
}

/** By the folder or file alone, as far as that tells them apart. */
function namedShort<T extends Saved>([first, ...others]: readonly [T, ...T[]]) {
  const all = [first, ...others];
  const short = all.map(({ file }) => basename(file.replace(/[/\\]+$|[/\\]?result\.json$/, "")).replace(/\.json$/, ""));
  const clear = short.every((name) => name !== "" && name !== ".") && new Set(short).size === all.length;
  const names = clear ? short : all.map(({ file }) => file);
  const named = (one: T, index: number) => {
    const before = names.slice(0, index).filter((name) => name === names[index]).length;
    return { ...one, name: before === 0 ? (names[index] ?? "") : `${names[index]} ${before + 1}` };
  };
  return [named(first, 0), ...others.map((other, index) => named(other, index + 1))] as const;
}
