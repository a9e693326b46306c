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

/**
 * Processes with this entry in their environment, as they were started with it. Those of other users are not seen. One that is just
 * becoming another program has no environment for a moment: who has none is asked again.
 */
export function processesWith(entry: string): ProcessId[] {
  const found: ProcessId[] = [];
  let unknown = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  for (let turn = 0; unknown.length > 0 && turn < TURNS; turn++) {
    if (turn > 0) Atomics.wait(NEVER, 0, 0, 1);
    unknown = unknown.filter((pid) => {
      const environment = kernelFile("/proc", pid, "environ");
      const process = environment?.split("\0").includes(entry) === true ? processOf(Number(pid)) : undefined;
      if (process !== undefined) found.push(process);
      return environment === "" && hasMemory(Number(pid));
    });
  }
  return found;
}

/** Kills all with this entry in their environment, also those that they start meanwhile. */
export function killAllWith(entry: string): void {
  const killed = new Set<number>();
  for (;;) {
    const others = processesWith(entry).filter(({ pid }) => !killed.has(pid));
    if (others.length === 0) return;
    for (const { pid } of others) {
      killed.add(pid);
      killOne(pid);
    }
  }
}

/** Sends a signal to a process group, if there is one. */
export function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

function killOne(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended meanwhile.
  }
}

/** Milliseconds, about, that a scan waits at most for programs that are being loaded. */
const TURNS = 50;
const NEVER = new Int32Array(new SharedArrayBuffer(4));

/** Only the kernel's own threads have no memory. */
function hasMemory(pid: number): boolean {
  const fields = stat(pid);
  return fields !== undefined && fields[MEMORY] !== "0";
}

/** Fields of `/proc/<pid>/stat` behind the name (proc(5) counts two more). */
const STATE = 0;
const START_TIME = 19;
const MEMORY = 20;

/** The fields behind the name, which is in parentheses and may hold anything. */
function stat(pid: number): string[] | undefined {
  const text = kernelFile("/proc", String(pid), "stat");
  const fields = text?.slice(text.lastIndexOf(")") + 2).split(" ");
  return fields === undefined || fields[STATE] === "Z" || fields[STATE] === "X" ? undefined : fields;
}
