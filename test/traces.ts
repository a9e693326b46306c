import { existsSync } from "node:fs";
import { join } from "node:path";
import type { TestContext } from "vitest";
import { tracesFolder } from "../scenarios/trace-path.ts";

/** A third-party trace by its place in the folder of traces. Without it the test is skipped, and fails where `CI` is set. */
export function traceFile(path: string, context: TestContext): string {
  const file = join(tracesFolder(), path);
  if (existsSync(file)) return file;
  const missing = `${file} is missing. Put the third-party traces at ../shared/traces beside the project, or name their folder in DISFUN_TRACES; README.md says where to get them.`;
  if (process.env["CI"] === "true") throw new Error(missing);
  return context.skip(missing);
}
