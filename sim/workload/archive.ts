import { UsageError } from "../../policies/usage-error.ts";

const BLOCK = 512;

/** Whether these are the first bytes of a tar archive: POSIX and GNU write `ustar` there. */
export function isArchive(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(257, 262)).toString("latin1") === "ustar";
}

/**
 * A text file as it is; of a tar archive the lines of each of its CSV files, with the file's name as a column before the others.
 * `onArchive` is called before the first line. Throws a `UsageError` for an archive that is cut off.
 */
export async function* linesOfAll(
  chunks: AsyncIterable<Buffer>,
  file: string,
  onArchive: () => void,
): AsyncGenerator<Buffer | string> {
  let bytes: Buffer = Buffer.alloc(0);
  let archive: boolean | undefined;
  for await (const chunk of chunks) {
    bytes = bytes.length === 0 ? chunk : Buffer.concat([bytes, chunk]);
    if (archive === undefined && bytes.length >= BLOCK) {
      archive = isArchive(bytes);
      if (archive) onArchive();
    }
    if (archive === false) {
      yield bytes;
      bytes = Buffer.alloc(0);
    }
    while (archive === true && bytes.length >= BLOCK) {
      const { name, length, isFile } = memberOf(bytes);
      const end = BLOCK + Math.ceil(length / BLOCK) * BLOCK;
      if (bytes.length < end) break;
      if (isFile) yield prefixed(name, bytes.toString("utf8", BLOCK, BLOCK + length));
      bytes = bytes.subarray(end);
    }
  }
  if (archive === true && bytes.length > 0)
    throw new UsageError("ends in the middle of a file of its archive", { file });
  if (bytes.length > 0) yield bytes;
}

function memberOf(bytes: Buffer): { readonly name: string; readonly length: number; readonly isFile: boolean } {
  const text = (from: number, size: number) => bytes.toString("utf8", from, from + size).replace(/\0.*$/s, "");
  const name = text(0, 100);
  const kind = text(156, 1);
  return { name, length: Number.parseInt(text(124, 12), 8) || 0, isFile: /^0?$/.test(kind) && name.endsWith(".csv") };
}

function prefixed(path: string, text: string): string {
  const name = path
    .replace(/^.*\//, "")
    .replace(/(-trace)?\.csv$/, "")
    .replace(/[",]/g, "_");
  const lines = text.split(/\r\n|\n|\r/).filter((line) => line !== "");
  return lines.map((line) => `${name},${line}\n`).join("");
}
