import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { UsageError } from "../policies/usage-error.ts";

/** Writes aside and renames, so that nobody ever sees half a file. Throws a `UsageError` when the folder cannot be written to. */
export function writeFileWhole(folder: string, name: string, text: string): void {
  const aside = asideName(folder, name);
  try {
    mkdirSync(folder, { recursive: true });
    try {
      writeFileSync(aside, text);
      renameSync(aside, join(folder, name));
    } catch (error) {
      rmSync(aside, { force: true });
      throw error;
    }
  } catch (error) {
    throw cannotWrite(folder, error);
  }
}

/** In the same folder, so that the renaming stays on one disk; one a process, so that two of them do not share it. */
export function asideName(folder: string, name: string): string {
  return join(folder, `.${name}.${process.pid}.part`);
}

const causes: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EPERM: "permission denied",
  EROFS: "the disk is read-only",
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  ENOTDIR: "part of its path is a file",
  EEXIST: "it is a file",
  EISDIR: "a folder has the name of a result file",
  ENAMETOOLONG: "the name is too long",
};

/** A bug stays a bug: only what the file system says becomes the user's error. */
export function cannotWrite(folder: string, error: unknown): unknown {
  if (!(error instanceof Error) || !("code" in error) || !("syscall" in error)) return error;
  const cause = causes[String(error.code)] ?? error.message;
  return new UsageError(`cannot write results to ${folder}: ${cause}; name another folder with --out`);
}
