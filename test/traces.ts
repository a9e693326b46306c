import { existsSync } from "node:fs";
import { join } from "node:path";
import type { TestContext } from "vitest";
import { tracesFolder, whereToGet } from "../scenarios/trace-path.ts";

const told = new Set<string>();

/** A third-party trace by its place in the folder of traces. Without it the test is skipped, and fails where `CI` is "true". */
export function traceFile(path: string, context: TestContext): string {
  const file = join(tracesFolder(), path);
  if (existsSync(file)) return file;
  const missing = `${file} is missing${whereToGet(`$DISFUN_TRACES/${path}`)}`;
  if (process.env.CI === "true") throw new Error(missing);
  // The usual reporter shows how many tests were skipped, and not why.
  if (!told.has(file)) console.warn(`skipped: ${missing}`);
  told.add(file);
  return context.skip(missing);
}
