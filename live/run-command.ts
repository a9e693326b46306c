import { spawn } from "node:child_process";
import { isAlive, type ProcessId, processOf } from "./process-table.ts";
import { SensorFault } from "./sensor.ts";

export interface Ran {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface RunOptions {
  readonly signal: AbortSignal;
  readonly folder?: string;
  readonly environment?: NodeJS.ProcessEnv;
  /** Hears of a process that was given up, and killed. */
  readonly gaveUp?: (id: ProcessId | undefined) => void;
}

const MOST = 1 << 20;

/**
 * Runs a program without a shell and resolves when it has ended. When `signal` says so the whole process group is killed, and the
 * promise rejects at once, for what hangs in a driver may outlive its kill. Rejects with a `SensorFault` when there is no such program, and when
 * it prints more than a mebibyte.
 */
export function runCommand(
  command: readonly string[],
  { signal, folder, environment, gaveUp }: RunOptions,
): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const [program = "", ...words] = command;
    signal.throwIfAborted();
    const child = spawn(program, words, {
      cwd: folder,
      env: environment ?? process.env,
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    const said = { out: "", err: "" };

    function stop(reason: Error): void {
      signal.removeEventListener("abort", abort);
      gaveUp?.(child.pid === undefined ? undefined : processOf(child.pid));
      killGroup(child.pid);
      child.stdout.destroy();
      child.stderr.destroy();
      child.unref();
      reject(reason);
    }
    function abort(): void {
      stop(new Error(`${program} did not end in time`));
    }
    function hear(stream: "out" | "err", data: string): void {
      said[stream] += data;
      if (said[stream].length > MOST) stop(new Error(`${program} prints more than a mebibyte`));
    }

    signal.addEventListener("abort", abort, { once: true });
    child.stdout.setEncoding("utf8").on("data", (data: string) => hear("out", data));
    child.stderr.setEncoding("utf8").on("data", (data: string) => hear("err", data));
    child.on("error", (error: NodeJS.ErrnoException) => {
      signal.removeEventListener("abort", abort);
      reject(error.code === "ENOENT" ? new SensorFault("refused", `there is no program ${program}`) : error);
    });
    child.on("close", (code) => {
      signal.removeEventListener("abort", abort);
      resolve({ code, ...said });
    });
  });
}

/** `runCommand`, but never while one that was given up lives on all the same: a driver that is stuck gathers no crowd. */
export function oneAtATime(lives: (id: ProcessId) => boolean = isAlive): typeof runCommand {
  let left: ProcessId | undefined;
  return async (command, options) => {
    if (left !== undefined && lives(left))
      throw new Error(`an earlier ${command[0]} lives on, though it was killed (process ${left.pid})`);
    return runCommand(command, {
      ...options,
      gaveUp: (id) => {
        left = id;
      },
    });
  };
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // It has ended meanwhile.
  }
}
