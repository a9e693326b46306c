import { createHash } from "node:crypto";
import { closeSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { asideName, cannotWrite } from "./write-file.ts";

/** A journal being written. It has its name only once it is closed. */
export interface Journal {
  /** Adds a line, without its line end. */
  write(line: string): void;
  /** Resolves to the file's name in its folder. */
  close(): Promise<string>;
  /** Leaves nothing behind. Harmless after `close`. */
  discard(): void;
}

const bufferLength = 1 << 16;

/**
 * Opens `journal.<label>.jsonl`. Lines are gathered and written at once, so
 * that millions of them neither pile up in memory nor wait for the disk one by one. Throws a `UsageError` when the folder cannot
 * be written to.
 */
export function openJournal(folder: string, label: string): Journal {
  const name = journalName(label);
  const aside = asideName(folder, name);
  const file = attempt(() => {
    mkdirSync(folder, { recursive: true });
    return openSync(aside, "w");
  });
  let buffered: string[] = [];
  let length = 0;
  let open = true;

  function flush(): void {
    if (length === 0) return;
    const bytes = Buffer.from(buffered.join(""));
    for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
    buffered = [];
    length = 0;
  }

  function discard(): void {
    if (!open) return;
    open = false;
    closeSync(file);
    rmSync(aside, { force: true });
  }

  function attempt<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw cannotWrite(folder, error);
    }
  }

  return {
    write(line) {
      buffered.push(line, "\n");
      length += line.length + 1;
      if (length >= bufferLength) attempt(flush);
    },
    async close() {
      attempt(() => {
        flush();
        closeSync(file);
        open = false;
        renameSync(aside, join(folder, name));
      });
      return name;
    },
    discard,
  };
}

/** The file of a policy's journal. */
export function journalName(label: string): string {
  return `journal.${fileSafe(label)}.jsonl`;
}

/** Letters, digits, `.`, `_` and `-` stay. A label that has others, or is long, gets a hash, so that two never share a file. */
function fileSafe(label: string): string {
  const safe = label.replace(/[^\w.-]+/g, "-").slice(0, 80);
  if (safe === label) return label;
  return `${safe}-${createHash("sha256").update(label).digest("hex").slice(0, 8)}`;
}
