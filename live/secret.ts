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

/** What is never shown, by anything this process says. */
const hidden = new Set<string>();

/** What it says now; if that is not in the file, it is never shown. Throws an `Error` with what is missing. */
export function reveal(written: Secret, folder: string, environment: NodeJS.ProcessEnv = process.env): string {
  if (typeof written === "string") return written;
  const value = read(written, folder, environment);
  for (const part of [value, ...passwordsIn(value)]) if (isHidden(part)) hidden.add(part);
  return value;
}

/** Hiding short ones, or a number that a log may hold, would tear other things apart; nobody can keep them secret anyway. */
function isHidden(value: string): boolean {
  return value.length >= (/^\d+$/.test(value) ? 8 : 4);
}

/** A text without anything that was revealed, also where it is in JSON. */
export function redacted(text: string): string {
  const longestFirst = [...hidden].flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)]);
  longestFirst.sort((a, b) => b.length - a.length);
  return longestFirst.reduce((left, secret) => left.replaceAll(secret, "[redacted]"), text);
}

/** As it is written in an address, and as it is meant. */
function passwordsIn(value: string): string[] {
  if (!URL.canParse(value)) return [];
  const { password } = new URL(value);
  return [password, decoded(password)];
}

/** A part of an address as it is meant; as it is where it is not well written. */
export function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function read(written: Exclude<Secret, string>, folder: string, environment: NodeJS.ProcessEnv): string {
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
