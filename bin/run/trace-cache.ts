import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Trace, TraceSource } from "../../sim/index.ts";
import { cacheFolder, forgetOld, keep, touch } from "./cache-folder.ts";
import { pack, unpack } from "./packed-trace.ts";

/** Raised whenever the same file would become another trace. */
const READING = 2;
/** Bytes of a file that takes a noticeable time to read. */
const WORTH_IT = 1 << 20;

/**
 * The trace as `load` gives it, or as it was kept when the same bytes were read in the same way before. A folder that cannot be
 * used costs time and nothing else.
 */
export async function cached(source: TraceSource, load: () => Promise<Trace>): Promise<Trace> {
  const folder = cacheFolder();
  const key = folder && (await keyOf(source).catch(() => undefined));
  if (folder === undefined || key === undefined) return load();
  const file = join(folder, `${key}.trace`);
  const kept = await readFile(file).then(unpack, () => undefined);
  if (kept !== undefined) {
    await touch(file);
    return { ...kept, report: { ...kept.report, ...ownNames(source) } };
  }
  const trace = await load();
  await keep(file, pack(trace));
  await forgetOld(folder, ".trace");
  return trace;
}

function ownNames({ name, queue, file }: TraceSource) {
  return { source: name, queue, file: basename(file) };
}

/** What was read and how; undefined for a file that is read fast enough. */
async function keyOf({ name: _, queue: __, file, speeds, ...how }: TraceSource): Promise<string | undefined> {
  if ((await stat(file)).size < WORTH_IT) return undefined;
  const digests = [await digest(file), speeds && { ...speeds, file: await digest(speeds.file) }];
  return createHash("sha256")
    .update(JSON.stringify([READING, digests, how]))
    .digest("hex");
}

async function digest(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) hash.update(chunk);
  return hash.digest("hex");
}
