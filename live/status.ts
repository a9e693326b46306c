import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Action, Decision, Group, Held, Seconds } from "../policies/index.ts";
import { writeWhole } from "./write-whole.ts";

/** What a runner that acts tells of its last check to those who ask. */
export interface Status {
  readonly pid: number;
  /** When the next check is. */
  readonly next: Seconds;
  /** Sensors and groups that fail. */
  readonly failing: readonly Failing[];
  readonly refused: readonly Refusal[];
  /** What was decided, and what of that was not asked for. */
  readonly decisions: readonly Decision[];
  readonly held: readonly Held[];
  /** What groups were to have before. */
  readonly groups: Readonly<Record<string, Pick<Group, "desired">>>;
}

/** A sensor or a group whose readings are missing, in whole or in part. */
export interface Failing {
  readonly source: string;
  readonly since: Seconds;
  readonly fault: string;
}

/** What an owner was asked for, and did not do, at every check since. */
export interface Refusal {
  /** The group, model, GPU or cache. */
  readonly subject: string;
  /** The last one. */
  readonly action: Action;
  readonly since: Seconds;
  readonly times: number;
  readonly fault: string;
}

const NAME = "status.json";

export function writeStatus(folder: string, status: Status): void {
  writeWhole(join(folder, NAME), `${JSON.stringify(status)}\n`);
}

/** Of this process; undefined where it has not told anything yet. */
export function readStatus(folder: string, pid: number): Status | undefined {
  try {
    const status = JSON.parse(readFileSync(join(folder, NAME), "utf8")) as Status;
    return status.pid === pid ? status : undefined;
  } catch {
    return undefined;
  }
}
