import {
  closeSync,
  existsSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import type { Bytes } from "../policies/policy.ts";
import { UsageError } from "../policies/usage-error.ts";
import { makeFolder } from "./make-folder.ts";

export interface JournalFile {
  /** Begins a new file if this one is full. Called before a decision: the header tells what the policy remembers until then. */
  makeRoom(): void;
  /** Adds a line, without its line end; it is in the file when this returns. Throws when it cannot be, and then none of it is. */
  write(line: string): void;
  close(): void;
}

export interface JournalOptions {
  readonly folder: string;
  /** `journal` gives `journal.jsonl`. */
  readonly name: string;
  /** The line that every file begins with, as things are then. */
  readonly header: () => string;
  readonly rotateAt: Bytes;
  /** How many full files stay. */
  readonly keep: number;
  /** Names a file that is full. */
  readonly stamp: () => string;
}

/**
 * The journal of a run that never ends: `journal.jsonl`, and full ones as `journal.<time>.jsonl`. Each begins with a header and can be
 * replayed alone; a start begins a new one. Throws a `UsageError` when the folder cannot be written to.
 */
export function journalFile({ folder, name, header, rotateAt, keep, stamp }: JournalOptions): JournalFile {
  const current = join(folder, `${name}.jsonl`);
  let file: number;
  try {
    makeFolder(folder);
    file = begin();
  } catch (error) {
    throw new UsageError(`the journal cannot be written (${(error as NodeJS.ErrnoException).code})`, { file: current });
  }
  let size = fstatSync(file).size;

  /** A new file takes its place when it has its header: on a full disk there is none, and nothing else has changed. */
  function begin(): number {
    const aside = `${current}.new`;
    const handle = openSync(aside, "w");
    try {
      writeAll(handle, `${header()}\n`);
      if (existsSync(current)) renameSync(current, unused());
      renameSync(aside, current);
    } catch (error) {
      closeSync(handle);
      rmSync(aside, { force: true });
      throw error;
    }
    prune();
    return handle;
  }

  /** Two may be full within one moment; their names sort as they came. */
  function unused(): string {
    const base = join(folder, `${name}.${stamp()}`);
    let path = `${base}.jsonl`;
    for (let number = 2; existsSync(path); number++) path = `${base}~${number}.jsonl`;
    return path;
  }

  function prune(): void {
    const full = readdirSync(folder).filter((each) => each.startsWith(`${name}.2`) && each.endsWith(".jsonl"));
    const oldest = full.toSorted().slice(0, Math.max(0, full.length - keep));
    for (const each of oldest) rmSync(join(folder, each), { force: true });
  }

  return {
    makeRoom() {
      if (size < rotateAt) return;
      const next = begin();
      closeSync(file);
      file = next;
      size = fstatSync(file).size;
    },
    write(line) {
      try {
        writeAll(file, `${line}\n`);
      } catch (error) {
        ftruncateSync(file, size);
        throw error;
      }
      size += Buffer.byteLength(line) + 1;
    },
    close: () => closeSync(file),
  };
}

function writeAll(file: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
}
