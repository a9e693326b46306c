import { closeSync, openSync, readSync } from "node:fs";
import { StringDecoder } from "node:string_decoder";
import { UsageError } from "../../policies/index.ts";

/** The lines of a file, read a piece at a time: journals may be longer than a string can be. */
export function* linesOf(file: string): Generator<string> {
  if (/\.(ya?ml|json|html|csv)$/.test(file)) {
    throw new UsageError("is no journal; run writes journals beside its report, as journal.<policy>.jsonl", { file });
  }
  const handle = opened(file);
  const buffer = Buffer.alloc(1 << 20);
  const decoder = new StringDecoder("utf8");
  let rest = "";
  try {
    for (let bytes = readSync(handle, buffer); bytes > 0; bytes = readSync(handle, buffer)) {
      const lines = (rest + decoder.write(buffer.subarray(0, bytes))).split("\n");
      rest = lines.pop() ?? "";
      yield* lines;
    }
    yield rest + decoder.end();
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === "EISDIR" ? unreadable(file, error) : error;
  } finally {
    closeSync(handle);
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
