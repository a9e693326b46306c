import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { deserialize, serialize } from "node:v8";
import { gunzip, gzip } from "node:zlib";
import type { Scenario } from "../../scenarios/index.ts";
import type { Crew, Job, PackedRun, Traces, Watch } from "../../sim/index.ts";
import { cacheFolder, forgetOld, keep, touch } from "./cache-folder.ts";
import { runKeys } from "./run-key.ts";

/** A run as it is kept. */
interface Entry {
  readonly key: string;
  readonly run: PackedRun;
  /** Absent where none was asked for, or it was too long. */
  readonly journal?: readonly string[];
}

/**
 * The crew, which makes only those runs that were not made before by the same code from the same scenario, policy and seed. What is
 * damaged counts as not made. Without a folder for it, the crew itself.
 */
export function remembering(crew: Crew, scenario: Scenario, traces: Traces): Crew {
  const root = cacheFolder();
  if (root === undefined) return crew;
  const folder = join(root, "runs");
  const keyOf = runKeys(scenario, traces);
  const tidied = forgetOld(folder, ".run");

  async function run(job: Job, watch: Watch): Promise<PackedRun> {
    const key = keyOf(job);
    if (key === undefined) return crew.run(job, watch);
    await tidied;
    const file = join(folder, `${key}.run`);
    const { journal } = watch;
    const kept = await recalled(file, key);
    if (kept !== undefined && hasAll(kept, watch)) {
      await touch(file);
      for (const line of kept.journal ?? []) journal?.(line);
      return kept.run;
    }
    const copy = copied(journal);
    const made = await crew.run(job, { ...watch, ...(journal && { journal: copy.write }) });
    const lines = journal && copy.lines();
    await keep(file, await pressed(serialize({ key, run: made, ...(lines && { journal: lines }) } satisfies Entry)));
    return made;
  }

  return { ...crew, run };
}

function hasAll({ run, journal }: Entry, asked: Watch): boolean {
  return (asked.journal === undefined || journal !== undefined) && (!asked.detail || run.detail !== undefined);
}

async function recalled(file: string, key: string): Promise<Entry | undefined> {
  try {
    const entry: Entry = deserialize(await unpressed(await readFile(file)));
    return entry.key === key ? entry : undefined;
  } catch {
    return undefined;
  }
}

/** Passes lines on, and keeps them as long as they are not too many. */
function copied(journal: ((line: string) => void) | undefined) {
  let lines: string[] | undefined = [];
  let length = 0;
  return {
    write: (line: string) => {
      length += line.length;
      if (length > LONGEST_JOURNAL) lines = undefined;
      lines?.push(line);
      journal?.(line);
    },
    lines: () => lines,
  };
}

const pressed = promisify((data: Uint8Array, done: (error: Error | null, result: Buffer) => void) =>
  gzip(data, { level: 1 }, done),
);
const unpressed = promisify<Uint8Array, Buffer>(gunzip);

/** Characters: a policy that is asked on every change may write gigabytes. */
const LONGEST_JOURNAL = 1 << 24;
