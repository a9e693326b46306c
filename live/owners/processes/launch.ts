import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { join } from "node:path";
import { makeFolder } from "../../make-folder.ts";
import { type ProcessId, processOf } from "../../process-table.ts";
import type { Exit } from "./event.ts";
import type { ProcessesSpec } from "./spec.ts";
import type { Entry } from "./table.ts";

/** What marks a process, and all it starts, as one replica's. */
export function mark({ token }: Entry): string {
  return `DISFUN_REPLICA=${token}`;
}

/** The file of what a replica prints. */
export function logOf({ id }: Entry, logs: string): string {
  return join(logs, `${id}.log`);
}

/**
 * Starts the process of a replica as the leader of a group of its own, which outlives the runner. What it prints goes to
 * `<logs>/<id>.log`. Where it has devices, these are all that CUDA shows it. Throws when the program cannot be run. `ended` hears how it
 * ends, if this process is still there then.
 */
export async function launch(
  entry: Entry,
  { run, folder, environment }: ProcessesSpec,
  logs: string,
  ended: (exit: Exit) => void = () => undefined,
): Promise<ProcessId> {
  const [program = "", ...words] = run;
  makeFolder(logs);
  const log = openSync(logOf(entry, logs), "a");
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
    child.once("exit", (code, signal) => ended(code ?? signal ?? 0));
    await new Promise<void>((resolve, reject) => child.once("spawn", resolve).once("error", reject));
    child.unref();
    const { pid = 0 } = child;
    // It may have ended already. Then it is one that nobody is, and its entry tells of a crash.
    return processOf(pid) ?? { pid, begun: -1 };
  } finally {
    closeSync(log);
  }
}
