import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Controller, type Json, type Policy, type Seconds, UsageError } from "../policies/index.ts";
import { type Stopwatch, stopwatch } from "./clock.ts";
import type { Change } from "./envelope.ts";
import { writeWhole } from "./write-whole.ts";

/** What a runner that acts must not forget: written before it acts, so that a restart loses no cooldown. */
export interface State {
  readonly version: 1;
  readonly time: Seconds;
  /** Where it stood at that time. */
  readonly stopwatch?: Stopwatch | undefined;
  readonly policy: string;
  readonly policyVersion: number;
  readonly memory: Json;
  readonly changes: readonly Change[];
}

const NAME = "state.json";

/** What the runner before this one remembered; undefined when there was none. Throws a `UsageError` when it is damaged. */
export function readState(folder: string): State | undefined {
  const file = join(folder, NAME);
  try {
    return JSON.parse(readFileSync(file, "utf8")) as State;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    if (error instanceof SyntaxError)
      throw new UsageError("is not what a runner wrote; remove it to begin anew", { file });
    throw error;
  }
}

export type Remembered = Pick<State, "policy" | "policyVersion" | "memory">;

/** The memory, as far as it is this policy's; parameters may be others than they were. */
export function memoryFor({ name, version }: Policy, remembered: Remembered | undefined): Json | undefined {
  return remembered?.policy === name && remembered.policyVersion === version ? remembered.memory : undefined;
}

export function writeState(
  folder: string,
  { name, version }: Policy,
  { memory }: Controller,
  time: Seconds,
  changes: readonly Change[],
): void {
  const state: State = {
    version: 1,
    time,
    stopwatch: stopwatch(),
    policy: name,
    policyVersion: version,
    memory,
    changes,
  };
  writeWhole(join(folder, NAME), `${JSON.stringify(state)}\n`);
}
