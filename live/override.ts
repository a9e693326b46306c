import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { writeWhole } from "./write-whole.ts";

/** What a person wants instead of what the policy decides, until they resume. */
export interface Override {
  /** Nothing is asked for. */
  readonly paused?: true;
  /** Counts of groups. */
  readonly groups?: Readonly<Record<string, number>>;
}

const NAME = "override.json";

/** Read at every check; one that cannot be read pauses, for somebody meant something. */
export function readOverride(folder: string): Override {
  try {
    return JSON.parse(readFileSync(join(folder, NAME), "utf8")) as Override;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ENOENT" ? {} : { paused: true };
  }
}

export function writeOverride(folder: string, override: Override): void {
  writeWhole(join(folder, NAME), `${JSON.stringify(override)}\n`);
}

export function dropOverride(folder: string): void {
  rmSync(join(folder, NAME), { force: true });
}
