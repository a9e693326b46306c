import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { join } from "node:path";
import { makeFolder } from "../../make-folder.ts";
import { type ProcessId, processOf } from "../../process-table.ts";
import type { ProcessesSpec } from "./spec.ts";
import type { Entry } from "./table.ts";

/** What marks a process, and all it starts, as one replica's. */
export function mark({ token }: Entry): string {
  return `DISFUN_REPLICA=${token}`;
}

/**
 * Starts the process of a replica as the leader of a group of its own, which outlives the runner. What it prints goes to
 * `<logs>/<id>.log`. Where it has devices, these are all that CUDA shows it. Throws when the program cannot be run.
 */
export async function launch(
  entry: Entry,
  { run, folder, environment }: ProcessesSpec,
  logs: string,
): Promise<ProcessId> {
  const [program = "", ...words] = run;
  makeFolder(logs);
  const log = openSync(join(logs, `${entry.id}.log`), "a");
  try {
    const devices = entry.devices === undefined ? {} : { CUDA_VISIBLE_DEVICES: entry.devices.join(",") };
    const port = entry.port === undefined ? {} : { PORT: String(entry.port) };
    const own = { ...environment, ...devices, ...port, DISFUN_REPLICA: entry.token, DISFUN_REPLICA_ID: entry.id };
    const child = spawn(program, words, {
      cwd: folder,
      env: { ...process.env, ...own },
      detached: true,
      stdio: ["ignore", log, log],
    });
    await new Promise<void>((resolve, reject) => child.once("spawn", resolve).once("error", reject));
    child.unref();
    const { pid = 0 } = child;
    // It may have ended already. Then it is one that nobody is, and its entry tells of a crash.
    return processOf(pid) ?? { pid, begun: -1 };
  } finally {
    closeSync(log);
  }
}
