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

/** Those that had no environment however long they were asked: they were started without, and nobody waits for them again. */
let bare: ReadonlySet<string> = new Set();

/**
 * Processes with this entry in their environment, as they were started with it. Those of other users are not seen. One that is just
 * becoming another program has no environment for a moment: who has none is asked again.
 */
export function processesWith(entry: string): ProcessId[] {
  const found: ProcessId[] = [];
  /** Returns those that have to be asked again. */
  const ask = (pids: readonly number[]): ProcessId[] =>
    pids.flatMap((pid) => {
      const environment = kernelFile("/proc", String(pid), "environ");
      if (environment === "" ? !hasMemory(pid) : !environment?.split("\0").includes(entry)) return [];
      const id = processOf(pid);
      if (id === undefined) return [];
      if (environment === "") return [id];
      found.push(id);
      return [];
    });
  let empty = ask(numbers());
  for (let turn = 1; turn < TURNS && !empty.every((id) => bare.has(nameOf(id))); turn++) {
    Atomics.wait(NEVER, 0, 0, 1);
    empty = ask(empty.map(({ pid }) => pid));
  }
  bare = new Set(empty.map(nameOf));
  return found;
}

/**
 * Kills all with this entry in their environment, also those that they start meanwhile, until twice in a row none is found: one that
 * has just handed over to another and ended is not seen, and neither is the other if the list of all is a moment older.
 */
export function killAllWith(entry: string): void {
  const killed = new Set<string>();
  for (let quiet = 0; quiet < 2; ) {
    const others = processesWith(entry).filter((id) => !killed.has(nameOf(id)));
    quiet = others.length === 0 ? quiet + 1 : 0;
    for (const id of others) {
      killed.add(nameOf(id));
      killOne(id.pid);
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

function numbers(): number[] {
  return readdirSync("/proc").flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : []));
}

/** Tells a process from all others, also from a later one with its number. */
function nameOf({ pid, begun }: ProcessId): string {
  return `${pid} ${begun}`;
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
