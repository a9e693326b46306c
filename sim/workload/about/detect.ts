import { type FileHandle, open } from "node:fs/promises";
import { constants, gunzipSync } from "node:zlib";
import { UsageError } from "../../../policies/usage-error.ts";
import type { TraceSpec } from "../../../scenarios/scenario.ts";
import { isArchive } from "../archive.ts";

type FormatName = TraceSpec["format"];

/** Columns by which a format is known. */
const SIGNATURES: readonly (readonly [FormatName, readonly string[]])[] = [
  ["azure-llm", ["TIMESTAMP", "ContextTokens", "GeneratedTokens"]],
  ["gentd26", ["gmt_create", "exec_time_seconds"]],
  ["vidur", ["arrived_at", "num_prefill_tokens", "num_decode_tokens"]],
  ["openb", ["creation_time", "scheduled_time", "deletion_time"]],
  ["burstgpt", ["Timestamp", "Request tokens", "Response tokens"]],
  ["azure-functions", ["func", "end_timestamp", "duration"]],
  ["counts", ["period", "count"]],
  ["mooncake", ["timestamp", "input_length", "output_length"]],
];

/** ServeGen's windows: five numbers, and a pattern or nothing as the fourth of six fields. */
const SERVEGEN = /^[\d.e+-]+,[\d.e+-]+,[\d.e+-]+,(Gamma|Weibull)?,[\d.e+-]+,[\d.e+-]+$/;

/**
 * Which format a trace file is of, by its first line, and the columns it has. Throws a `UsageError` that lists the columns found and
 * the formats known, or what is wrong with the file.
 */
export async function detectFormat(file: string): Promise<{ format: FormatName; columns: readonly string[] }> {
  const line = await firstLine(file);
  if (line === ARCHIVE || SERVEGEN.test(line)) return { format: "servegen", columns: [] };
  const columns = columnsOf(line);
  const found = SIGNATURES.find(([, signature]) => signature.every((column) => columns.includes(column)));
  if (found !== undefined) return { format: found[0], columns };
  const known = SIGNATURES.map(([format, signature]) => `${format} (${signature.join(", ")})`);
  throw new UsageError(
    `its columns are of no known format: ${columns.map((name) => `"${name}"`).join(", ")}; say which is which by --arrival COLUMN ` +
      `and --duration or --end, or --count; known are ${known.join("; ")}; servegen (no header)`,
    { file, line: 1 },
  );
}

function columnsOf(line: string): string[] {
  if (line.startsWith("{")) {
    try {
      return Object.keys(JSON.parse(line));
    } catch {
      return [line.slice(0, 60)];
    }
  }
  return line.split(",").map((name) => name.trim().replace(/^"(.*)"$/, "$1"));
}

const ENOUGH = 1 << 16;
/** Stands for the first line of an archive: no other format comes in one. */
const ARCHIVE = "\0";

async function firstLine(file: string): Promise<string> {
  let handle: FileHandle;
  try {
    handle = await open(file);
  } catch (error) {
    const { code } = error as { code?: string };
    throw new UsageError(code === "ENOENT" ? "no such file" : `cannot be read: ${code}`, { file });
  }
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(ENOUGH), 0, ENOUGH, 0);
    const bytes = buffer.subarray(0, bytesRead);
    const gzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
    const unpacked = gzip ? gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH }) : bytes;
    if (isArchive(unpacked)) return ARCHIVE;
    const line =
      unpacked
        .toString("utf8")
        .replace(/^\uFEFF/, "")
        .split(/\r\n|\n|\r/, 1)[0]
        ?.trim() ?? "";
    if (line === "") throw new UsageError("its first line is empty", { file, line: 1 });
    return line;
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`cannot be read: ${(error as Error).message}`, { file });
  } finally {
    await handle.close();
  }
}
