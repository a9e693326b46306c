import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { processesWith } from "../../../live/process-table.ts";
import type { Broker } from "../../live/broker.ts";

const root = join(import.meta.dirname, "../../..");
export const example = join(root, "scenarios/live/example");

/** Length of the scenario over the time between two checks, and the check at its end. */
const CHECKS = 91;

/**
 * One run of the example on a broker, until its last check. Leaves journal.jsonl, tasks.csv and replicas.csv in the folder, and no
 * process.
 */
export async function repetition(folder: string, broker: Broker): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  // Runs side by side need configurations of their own: runners of the same one are refused.
  for (const name of ["live.yaml", "worker.mjs"]) copyFileSync(join(example, name), join(folder, name));
  const env = { ...process.env, BROKER: broker.url, MANAGEMENT: broker.management, NOTES: folder };
  const publisher = spawn(
    process.execPath,
    [join(example, "publish.mjs"), join(example, "arrivals.csv"), "journal.jsonl"],
    { cwd: folder, env, stdio: ["ignore", "pipe", "inherit"] },
  );
  try {
    // The queue is there, and a runner finds it.
    await once(publisher.stdout, "data");
    const words = ["live", "live.yaml", "--act", "--quiet", "--checks", String(CHECKS), "--journal", "."];
    const program = ["--import", import.meta.resolve("tsx"), join(root, "bin/disfun-sim.ts")];
    const runner = spawn(process.execPath, [...program, ...words], { cwd: folder, env, stdio: "inherit" });
    await ended(runner, "the runner");
    await ended(publisher, "the publisher");
  } finally {
    publisher.kill("SIGKILL");
    for (const { pid } of processesWith(`NOTES=${folder}`)) end(pid);
  }
}

async function ended(child: ChildProcess, what: string): Promise<void> {
  const code = child.exitCode ?? ((await once(child, "close"))[0] as number | null);
  if (code !== 0) throw new Error(`${what} ended with code ${code}`);
}

function end(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended meanwhile.
  }
}
