import type { Violation } from "../property.ts";
import type { Release, RunRecord } from "../run-record.ts";
import { reasonsAt, span } from "../words.ts";

/** The first replica that was told to go at work and killed with it, among the releases that count. */
export function cutShort(run: RunRecord, counts: (release: Release) => boolean): Violation | undefined {
  for (const release of run.releases) {
    if (!counts(release)) continue;
    for (const { id, tasks } of release.replicas) {
      const killed = run.replicas.get(id)?.killed;
      if (tasks === 0 || killed === undefined || killed.tasks === 0) continue;
      const { time, group, idleKept } = release;
      const idle = idleKept === 0 ? "" : `, while ${idleKept} of ${group} had nothing to do`;
      const after = killed.time === time ? "at once" : `${span(killed.time - time)} later`;
      return {
        time,
        what: `it told ${id} to go with ${tasks === 1 ? "a task" : `${tasks} tasks`} under way${idle}; it was killed ${after}`,
        because: reasonsAt(run, time, group),
        moments: [
          { time, label: `${id} told to go` },
          { time: killed.time, label: `${id} killed` },
        ],
      };
    }
  }
  return undefined;
}
