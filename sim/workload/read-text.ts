import { createHash } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";
import type { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { UsageError } from "../../policies/usage-error.ts";

const CHUNK = 1 << 18;

interface Reading {
  /** Takes the text, in whatever pieces. */
  readonly sink: Writable;
  readonly onBytes: (bytes: number) => void;
  /** What is made of the unpacked bytes before. */
  readonly unpack?: (chunks: AsyncIterable<Buffer>) => AsyncIterable<Buffer | string>;
}

/**
 * Streams a text file, gunzipped if its first bytes say so. Returns the SHA-256 of its bytes as they are stored,
 * and throws a `UsageError` for a file that cannot be read, is damaged or no text.
 */
export async function readText(file: string, { sink, onBytes, unpack = (chunks) => chunks }: Reading): Promise<string> {
  const hash = createHash("sha256");
  async function* stored(chunks: AsyncIterable<Buffer>) {
    for await (const chunk of chunks) {
      hash.update(chunk);
      onBytes(chunk.length);
      yield chunk;
    }
  }
  async function* onlyText(chunks: AsyncIterable<Buffer>) {
    for await (const chunk of unpack(chunks)) {
      if (chunk.includes("\0")) throw new UsageError("holds zero bytes: it is no text in UTF-8", { file });
      yield chunk;
    }
  }

  try {
    const handle = await open(file);
    try {
      const gzip = await beginsWithGzip(handle);
      const bytes = handle.createReadStream({ start: 0, highWaterMark: CHUNK, autoClose: false });
      if (gzip) await pipeline(bytes, stored, createGunzip({ chunkSize: CHUNK }), onlyText, sink);
      else await pipeline(bytes, stored, onlyText, sink);
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw fileProblem(error, file) ?? error;
  }
  return hash.digest("hex");
}

async function beginsWithGzip(handle: FileHandle): Promise<boolean> {
  const { buffer } = await handle.read(Buffer.alloc(2), 0, 2, 0);
  return buffer[0] === 0x1f && buffer[1] === 0x8b;
}

const PROBLEMS: Readonly<Record<string, string>> = {
  ENOENT: "no such file",
  EISDIR: "is a folder, not a file",
  EACCES: "may not be read: permission denied",
  Z_BUF_ERROR: "ends in the middle of its gzip data; copy or download it again",
  Z_DATA_ERROR: "is damaged: its gzip data cannot be unpacked; copy or download it again",
};

/** What went wrong outside the program; nothing for errors of another kind. */
function fileProblem(error: unknown, file: string): UsageError | undefined {
  const { code, syscall, message } = error as { code?: unknown; syscall?: unknown; message?: unknown };
  const problem = typeof code === "string" ? PROBLEMS[code] : undefined;
  if (problem === undefined && syscall === undefined) return undefined;
  return new UsageError(problem ?? `cannot be read: ${message}`, { file });
}
