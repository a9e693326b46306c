import { closeSync, fsyncSync, openSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { makeFolder } from "./make-folder.ts";

/** Writes a file whole or not at all, whenever the machine may stop. */
export function writeWhole(file: string, text: string): void {
  makeFolder(dirname(file));
  const aside = `${file}.new`;
  const handle = openSync(aside, "w");
  try {
    writeFileSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(aside, file);
}
