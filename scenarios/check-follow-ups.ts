import type { Problem } from "./problems.ts";
import type { ScenarioFile } from "./schema.ts";

/** Work that follows from work must begin somewhere and end some time. */
export function checkFollowUps(read: ScenarioFile): Problem[] {
  const fed = fedQueues(read);
  return Object.entries(read.queues).flatMap(([queue, { followUps }]): Problem[] => {
    if (followUps === undefined) return [];
    const path = ["queues", queue, "followUps"];
    if (!fed.has(queue)) {
      return [{ path, message: `can never start: neither a source nor other work feeds the queue "${queue}"` }];
    }
    return read.horizon === undefined && followUps.some(({ limit }) => limit === undefined)
      ? [{ path, message: "may go on for ever, and the scenario has no horizon; write one, or a limit for each" }]
      : [];
  });
}

/** Those that sources feed, and those that work follows into from them. */
export function fedQueues(read: ScenarioFile): ReadonlySet<string> {
  const fed = new Set(read.workload.map(({ queue }) => queue));
  // A set is walked in the order of insertion, so what is added on the way is walked as well.
  for (const queue of fed) for (const rule of read.queues[queue]?.followUps ?? []) fed.add(rule.queue);
  return fed;
}
