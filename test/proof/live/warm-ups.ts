import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isHeader, readJournal } from "../../../policies/index.ts";

/** Seconds from the start of each replica, as the journal has it, until it took work, as it wrote itself. */
export function warmUpsIn(folder: string): number[] {
  const started = new Map<string, number>();
  for (const line of readJournal(readFileSync(join(folder, "journal.jsonl"), "utf8").split("\n"))) {
    if (isHeader(line)) continue;
    for (const replica of line.observation.groups.worker?.replicas ?? [])
      if (replica.started !== undefined) started.set(replica.id, replica.started);
  }
  const rows = readFileSync(join(folder, "replicas.csv"), "utf8").trim().split("\n");
  return rows.flatMap((row) => {
    const [id = "", ready] = row.split(",");
    const begun = started.get(id);
    return begun === undefined ? [] : [Number((Number(ready) - begun).toFixed(3))];
  });
}
