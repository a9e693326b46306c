import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { LiveConfig } from "./config.ts";
import { mark } from "./owners/processes/launch.ts";
import { type Entry, readTable } from "./owners/processes/table.ts";
import { isAlive, processesWith } from "./process-table.ts";

/**
 * A sentence for each group whose processes run on although the configuration has it no more, or leaves it to another owner: nobody
 * tends or ends them. `state`: the folder of what owners remember.
 */
export function strays({ written }: LiveConfig, state: string): string[] {
  const { groups } = written;
  const folder = join(state, "groups");
  return tablesIn(folder).flatMap((group) => {
    const isThere = Object.hasOwn(groups, group);
    if (isThere && groups[group]?.owner.processes !== undefined) return [];
    const pids = entriesOf(join(folder, `${group}.json`)).flatMap(pidsOf);
    if (pids.length === 0) return [];
    const what = isThere ? "is in the configuration without processes" : "is not in the configuration";
    const run = `${pids.length} of its processes ${pids.length === 1 ? "runs" : "run"} on`;
    return `group ${group} ${what} and ${run}; put it back and scale it to 0, or end them: ${pids.join(", ")}`;
  });
}

function tablesIn(folder: string): string[] {
  try {
    return readdirSync(folder).flatMap((name) => (name.endsWith(".json") ? name.slice(0, -".json".length) : []));
  } catch {
    // No process was ever started.
    return [];
  }
}

/** A table that nobody can read tells of none, and is no reason to end a runner that does not need it. */
function entriesOf(file: string): readonly Entry[] {
  try {
    return readTable(file)?.replicas ?? [];
  } catch {
    return [];
  }
}

/** The leader; or, where it has ended or was never written down, those that it started. */
function pidsOf(entry: Entry): number[] {
  const { process: leader } = entry;
  const alive = leader !== undefined && isAlive(leader) ? [leader] : processesWith(mark(entry));
  return alive.map(({ pid }) => pid);
}
