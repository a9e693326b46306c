import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Controller, Json, Policy, Seconds } from "../policies/index.ts";
import type { Change } from "./envelope.ts";
import { writeWhole } from "./write-whole.ts";

/** What a runner that acts must not forget: written before it acts, so that a restart loses no cooldown. */
export interface State {
  readonly version: 1;
  readonly time: Seconds;
  readonly policy: string;
  readonly policyVersion: number;
  readonly memory: Json;
  readonly changes: readonly Change[];
}

const NAME = "state.json";

/** What the runner before this one remembered; undefined when there was none. */
export function readState(folder: string): State | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, NAME), "utf8")) as State;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
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
  const state: State = { version: 1, time, policy: name, policyVersion: version, memory, changes };
  writeWhole(join(folder, NAME), `${JSON.stringify(state)}\n`);
}
