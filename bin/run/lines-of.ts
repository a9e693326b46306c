import { closeSync, openSync, readSync } from "node:fs";
import { StringDecoder } from "node:string_decoder";
import { UsageError } from "../../policies/index.ts";

/**
 * The lines of a journal, read a piece at a time: it may be longer than a string can be. A last line that whoever wrote it had no time to
 * end is left out, with a warning unless that is `told` already.
 */
export function* linesOf(file: string, told = false): Generator<string> {
  if (/\.(ya?ml|json|html|csv)$/.test(file)) {
    throw new UsageError("is no journal; run writes journals beside its report, as journal.<policy>.jsonl", { file });
  }
  const handle = opened(file);
  const buffer = Buffer.alloc(1 << 20);
  const decoder = new StringDecoder("utf8");
  let rest = "";
  let ended = 0;
  try {
    for (let bytes = readSync(handle, buffer); bytes > 0; bytes = readSync(handle, buffer)) {
      const lines = (rest + decoder.write(buffer.subarray(0, bytes))).split("\n");
      rest = lines.pop() ?? "";
      ended += lines.length;
      yield* lines;
    }
    rest += decoder.end();
    // A file of one such line may be anything: whoever reads it tells.
    if (ended === 0 || isWhole(rest)) yield rest;
    else if (!told) process.stderr.write(`warning: ${file}: line ${ended + 1} is cut off and left out\n`);
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === "EISDIR" ? unreadable(file, error) : error;
  } finally {
    closeSync(handle);
  }
}

function isWhole(line: string): boolean {
  try {
    return line.trim() === "" || JSON.parse(line) !== undefined;
  } catch {
    return false;
  }
}

function opened(file: string): number {
  try {
    return openSync(file, "r");
  } catch (error) {
    throw unreadable(file, error);
  }
}

function unreadable(file: string, error: unknown): UsageError {
  const { code } = error as NodeJS.ErrnoException;
  return new UsageError(code === "ENOENT" ? "there is no such file" : `cannot be read (${code})`, { file });
}
