import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { UsageError } from "../../../policies/usage-error.ts";
import { loadTraces, type Trace } from "../../../sim/workload/index.ts";
import { scenarioOf } from "../scenario-of.ts";
import { type TraceSource, traceSource } from "./sources.ts";

const folder = mkdtempSync(join(tmpdir(), "disfun-sim-traces-"));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;

/** A file of its own in a folder that goes with the tests. */
export function fileOf(content: string | Uint8Array): string {
  files += 1;
  const file = join(folder, `trace-${files}`);
  writeFileSync(file, content);
  return file;
}

export function absent(): string {
  return join(folder, "absent.csv");
}

export function folderOfFiles(): string {
  return folder;
}

export async function load(content: string | Uint8Array, change: Partial<TraceSource>): Promise<Trace> {
  return loadFile(fileOf(content), change);
}

export async function loadFile(file: string, change: Partial<TraceSource>): Promise<Trace> {
  const spec = traceSource({ ...change, file });
  const trace = (await loadTraces(scenarioOf({ workload: [spec] }))).get(spec.name);
  if (trace === undefined) throw new Error("no trace of that name");
  return trace;
}

/** What the user is told, with the file's name left out. */
export async function complaint(file: string, change: Partial<TraceSource>): Promise<string> {
  try {
    await loadFile(file, change);
  } catch (error) {
    if (error instanceof UsageError) return error.describe().replace(file, "FILE");
    throw error;
  }
  throw new Error("nothing was wrong");
}
