import { statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { UsageError } from "../policies/usage-error.ts";
import { type Result, result } from "../sim/result.ts";

/** Reads a saved `result.json`, or that of a folder. Throws a `UsageError` when there is none, or it is something else. */
export async function readResult(path: string): Promise<Result> {
  const file = statSync(path, { throwIfNoEntry: false })?.isDirectory() ? join(path, "result.json") : path;
  const value = parsed(await text(file), file);
  const version = typeof value === "object" && value !== null && "version" in value ? value.version : undefined;
  if (typeof version === "number" && version !== 1) {
    throw new UsageError(`is of format version ${version}; this version reads 1. Run the scenario again`, { file });
  }
  if (version !== 1) {
    const found = version === undefined ? "there is no version in it" : `its version is ${JSON.stringify(version)}`;
    throw new UsageError(`is not a result of disfun-sim run: ${found}`, { file });
  }
  const checked = result.safeParse(value);
  // As it was saved: parsing would put its fields into another order, and another fingerprint.
  if (checked.success) return value as Result;
  const [issue] = checked.error.issues;
  const where = issue === undefined || issue.path.length === 0 ? "" : `${issue.path.join(".")}: `;
  throw new UsageError(`is not a result of disfun-sim run: ${where}${issue?.message ?? "unknown format"}`, { file });
}

async function text(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT")
      throw new UsageError("there is no such file; name a result.json written by disfun-sim run", { file });
    if (code === "EACCES") throw new UsageError("may not be read: permission denied", { file });
    throw error;
  }
}

function parsed(json: string, file: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new UsageError("is not JSON; name a result.json written by disfun-sim run, or the folder it is in", { file });
  }
}
