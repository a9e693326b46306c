import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Seconds } from "../../../policies/policy.ts";
import type { ProcessId } from "../../process-table.ts";
import { writeWhole } from "../../write-whole.ts";

/** One replica, written down before its process is started: whatever happens to the runner, no process is unknown. */
export interface Entry {
  readonly id: string;
  /** In its environment and that of all it starts. */
  readonly token: string;
  readonly started: Seconds;
  readonly devices?: readonly string[];
  readonly port?: number;
  /** Missing while it is being started. */
  process?: ProcessId;
  ready?: Seconds;
  /** Since when it fails its check, after it was ready. */
  unhealthy?: Seconds;
  draining?: Seconds;
  killed?: true;
  /** It got the signal to finish. */
  told?: true;
}

/** What is known of a group's processes, on disk. */
export interface Table {
  desired: number;
  /** Of the next replica. */
  next: number;
  /** One after the other, without a replica that lived long. */
  crashes: number;
  /** No start before. */
  notBefore: Seconds;
  replicas: Entry[];
}

/** What was written; undefined when nobody ever asked for a replica. */
export function readTable(file: string): Table | undefined {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw error;
  }
  return JSON.parse(text) as Table;
}

export function writeTable(file: string, table: Table): void {
  writeWhole(file, `${JSON.stringify(table)}\n`);
}

export function emptyTable(): Table {
  return { desired: 0, next: 1, crashes: 0, notBefore: 0, replicas: [] };
}

/** Adds an entry for a replica that is about to be started, with the lowest free port from `firstPort` on. */
export function addEntry(table: Table, group: string, started: Seconds, place?: string, firstPort?: number): Entry {
  const ports = new Set(table.replicas.map(({ port }) => port));
  let port = firstPort;
  while (port !== undefined && ports.has(port)) port++;
  const entry: Entry = {
    id: `${group}-${table.next++}`,
    token: randomUUID(),
    started,
    ...(place === undefined ? {} : { devices: [place] }),
    ...(port === undefined ? {} : { port }),
  };
  table.replicas.push(entry);
  return entry;
}
