import { UsageError } from "../../policies/index.ts";
import type { Recorded } from "../recorded/read-recorded.ts";

/** Parts of one run, such as the files of a runner that begins a new one now and then, as one. Throws where two tell of the same time. */
export function joined(parts: readonly Recorded[]): Recorded {
  const ordered = parts.toSorted((a, b) => beginOf(a) - beginOf(b));
  ordered.forEach((part, index) => {
    const before = ordered[index - 1];
    if (before !== undefined && (before.records.at(-1)?.time ?? 0) > beginOf(part))
      throw new UsageError(`tells of the same time as ${before.file}; a scenario is made from parts of one run`, part);
  });
  const last = ordered.at(-1);
  if (last === undefined) throw new Error("no journal");
  // Parts in one folder have the same tasks beside them.
  const tasks = [...new Map(ordered.flatMap(({ tasks = [] }) => tasks.map((task) => [JSON.stringify(task), task])))];
  return {
    file: ordered.map(({ file }) => file).join(", "),
    header: last.header,
    records: ordered.flatMap(({ records }) => records),
    ...(tasks.length > 0 && { tasks: tasks.map(([, task]) => task).sort((a, b) => a.arrival - b.arrival) }),
  };
}

function beginOf({ records }: Recorded): number {
  return records[0]?.time ?? 0;
}
