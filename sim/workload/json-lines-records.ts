import { Writable } from "node:stream";
import { UsageError } from "../../policies/usage-error.ts";
import type { OnRecord } from "./plain-lines.ts";

/** Longest line, as for CSV: a file without line breaks is none. */
const LINE_LENGTH = 1 << 20;

/**
 * Takes the bytes of a JSON Lines file, an object a line, and hands on fields as of a table: first the keys of the first object, then
 * for each line its values under those keys as text. Lists and objects inside are left empty.
 */
export function jsonLinesRecords(file: string, onRecord: OnRecord): Writable {
  const decoder = new TextDecoder();
  let rest = "";
  let line = 0;
  let keys: readonly string[] | undefined;

  function read(text: string): void {
    line += 1;
    if (text.trim() === "") return;
    const value = objectOf(text, { file, line });
    if (keys === undefined) {
      keys = Object.keys(value);
      onRecord(keys);
    }
    onRecord(
      keys.map((key) => fieldOf(value[key])),
      line,
    );
  }

  return new Writable({
    write(chunk: Buffer, _, done) {
      try {
        const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
        rest = lines.pop() ?? "";
        for (const text of lines) read(text);
        if (rest.length > LINE_LENGTH) {
          throw new UsageError("a line is longer than a megabyte; no JSON Lines file", { file, line: line + 1 });
        }
        done();
      } catch (error) {
        done(error as Error);
      }
    },
    final(done) {
      try {
        read(rest + decoder.decode());
        done();
      } catch (error) {
        done(error as Error);
      }
    },
  });
}

function objectOf(text: string, place: { file: string; line: number }): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    throw new UsageError("is no JSON; each line must be one object", place);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new UsageError("is no JSON object; each line must be one", place);
  }
  return value as Readonly<Record<string, unknown>>;
}

function fieldOf(value: unknown): string {
  return typeof value === "object" || value === undefined ? "" : String(value);
}
