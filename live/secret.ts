import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { z } from "zod";
import { strict } from "../scenarios/index.ts";

/** A text that may have to stay secret, and then is not in the file. */
export const secret = z.union([
  z.string().min(1),
  strict({ env: z.string().min(1).describe("Environment variable that holds it.") }),
  strict({ file: z.string().min(1).describe("File that holds it, relative to this one.") }),
]);

export type Secret = z.output<typeof secret>;

/** What it says now. Throws an `Error` with what is missing. */
export function reveal(written: Secret, folder: string, environment: NodeJS.ProcessEnv = process.env): string {
  if (typeof written === "string") return written;
  if ("env" in written) {
    const value = environment[written.env];
    if (value === undefined || value === "") throw new Error(`the environment variable ${written.env} is not set`);
    return value;
  }
  try {
    return readFileSync(resolve(folder, written.file), "utf8").trim();
  } catch (error) {
    throw new Error(`the file ${written.file} cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
}
