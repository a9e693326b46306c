import { mkdir, readdir, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";

/** Milliseconds after which what nobody asked for is forgotten. */
const KEPT = 30 * 24 * 3600 * 1000;

/** `DISFUN_CACHE`, or where programs of this user keep such; nowhere if that is empty. */
export function cacheFolder(): string | undefined {
  const { DISFUN_CACHE, XDG_CACHE_HOME } = process.env;
  return DISFUN_CACHE === undefined
    ? join(XDG_CACHE_HOME || join(homedir(), ".cache"), "disfun-sim")
    : DISFUN_CACHE || undefined;
}

/** Writes aside and renames, so that nobody ever reads half of it. A file that cannot be written costs time and nothing else. */
export async function keep(file: string, content: Uint8Array | readonly Uint8Array[]): Promise<void> {
  const aside = `${file}.${process.pid}`;
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(aside, content);
    await rename(aside, file);
  } catch {
    await rm(aside, { force: true }).catch(() => {});
  }
}

/** It was asked for. */
export async function touch(file: string): Promise<void> {
  const now = Date.now() / 1000;
  await utimes(file, now, now).catch(() => {});
}

/** Drops files of a folder, by what their names have in common, that nobody has asked for in a month. */
export async function forgetOld(folder: string, part: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((each) => each.includes(part))) {
    const old = join(folder, name);
    const written = await stat(old).catch(() => undefined);
    if (written !== undefined && Date.now() - written.mtimeMs > KEPT) await rm(old, { force: true }).catch(() => {});
  }
}
