import { readdirSync } from "node:fs";
import { kernelFile } from "./sensors/host/system.ts";

/** A process of this machine. A number alone names one only until it is given to another; with the moment it began it names it for good. */
export interface ProcessId {
  readonly pid: number;
  /** Clock ticks from the boot to its begin. */
  readonly begun: number;
}

/** The process with this number now; undefined when there is none, or it has ended and nobody has asked for its exit code yet. */
export function processOf(pid: number): ProcessId | undefined {
  const fields = stat(pid);
  return fields === undefined ? undefined : { pid, begun: Number(fields[START_TIME]) };
}

export function isAlive({ pid, begun }: ProcessId): boolean {
  return processOf(pid)?.begun === begun;
}

/** Processes with this entry in their environment, as they were started with it. Those of other users are not seen. */
export function processesWith(entry: string): ProcessId[] {
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return pids.flatMap((pid) => {
    const has = kernelFile("/proc", pid, "environ")?.split("\0").includes(entry) === true;
    return (has ? processOf(Number(pid)) : undefined) ?? [];
  });
}

/** Sends a signal to a process group, if there is one. */
export function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

const STATE = 0;
const START_TIME = 19;

/** The fields behind the name, which is in parentheses and may hold anything. */
function stat(pid: number): string[] | undefined {
  const text = kernelFile("/proc", String(pid), "stat");
  const fields = text?.slice(text.lastIndexOf(")") + 2).split(" ");
  return fields === undefined || fields[STATE] === "Z" || fields[STATE] === "X" ? undefined : fields;
}
