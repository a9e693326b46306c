import { existsSync, mkdirSync, readdirSync, rmdirSync, rmSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { UsageError } from "../../policies/index.ts";

export interface OutputFolder {
  /** Takes away journals of an earlier run that this one did not write again: they would pass for its own. */
  tidy(journals: readonly string[]): void;
  /** Takes away the folders made here, as far as nothing lies in them. */
  discard(): void;
}

/**
 * Made before a run, so that a place that cannot be written to shows before the work is done. Throws a `UsageError`, which tells of the
 * option that names another.
 */
export function outputFolder(folder: string, option = "--out"): OutputFolder {
  if (existsSync(folder) && !statSync(folder).isDirectory()) {
    throw new UsageError(`cannot write results to ${folder}: it is a file; name a folder with ${option}`);
  }
  const made = makeFolders(resolve(folder), folder, option);
  return {
    tidy: (journals) => {
      const stale = readdirSync(folder).filter((file) => /^journal\..*jsonl$/.test(file) && !journals.includes(file));
      for (const file of stale) rmSync(join(folder, file));
    },
    discard: () => removeEmpty(made),
  };
}

/** The folder and what is missing above it; returns what was made, the innermost first. */
function makeFolders(path: string, shown: string, option: string): string[] {
  // Not `recursive`, with which Node tries for ever in /proc.
  if (existsSync(path)) return [];
  const above = makeFolders(dirname(path), shown, option);
  try {
    mkdirSync(path);
  } catch (error) {
    removeEmpty(above);
    const { code = "" } = error as NodeJS.ErrnoException;
    const cause = causes[code] ?? code;
    throw new UsageError(`cannot write results to ${shown}: ${cause}; name another folder with ${option}`);
  }
  return [path, ...above];
}

function removeEmpty(folders: readonly string[]): void {
  for (const folder of folders) {
    if (!existsSync(folder) || readdirSync(folder).length > 0) return;
    rmdirSync(folder);
  }
}

const causes: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  ENOENT: "no folder can be made there",
  ENOSPC: "the disk is full",
  ENOTDIR: "part of its path is a file",
  EPERM: "permission denied",
  EROFS: "the disk is read-only",
};
