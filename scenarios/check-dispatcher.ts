import { servedQueues } from "./check-plant.ts";
import type { Problem } from "./problems.ts";
import type { ScenarioFile } from "./schema.ts";

type GroupFile = ScenarioFile["groups"][string];

/** With push dispatch the scheduler decides what a group gets, and each of its workers serves one task at a time. */
export function checkDispatcher(read: ScenarioFile): Problem[] {
  return Object.entries(read.groups).flatMap(([name, group]) => [
    ...checkServing(["groups", name], group, read.dispatcher !== undefined),
    ...checkServes(["groups", name], group, read),
    ...checkAdapter(["groups", name, "adapter"], group, read),
  ]);
}

function checkServing(path: string[], group: GroupFile, pushed: boolean): Problem[] {
  if (!pushed) {
    const remedies = { workers: `; without one, write slots: { count: ${group.workers} }`, reports: "" };
    return (["workers", "reports"] as const)
      .filter((key) => group[key] !== undefined)
      .map((key) => ({ path: [...path, key], at: "key", message: `needs a dispatcher${remedies[key]}` }));
  }
  const message =
    "is not for push dispatch: each worker has one task at a time; write workers: for several in a replica";
  return (["slots", "batch", "prefetch"] as const)
    .filter((key) => group[key] !== undefined)
    .map((key) => ({ path: [...path, key], at: "key", message }));
}

/** An adapter has its place only beside a scheduler, and what it tells changes in the order of time. */
function checkAdapter(
  path: string[],
  { adapter, minimum }: GroupFile,
  { dispatcher, horizon }: ScenarioFile,
): Problem[] {
  if (adapter === undefined) return [];
  if (dispatcher === undefined) {
    return [{ path, at: "key", message: "needs a dispatcher; write dispatcher: { kind: push, allocate: capability }" }];
  }
  const steps = adapter.maximums ?? [];
  return steps.flatMap(({ at, maximum }, index) => {
    const problem = (key: string, message: string) => [{ path: [...path, "maximums", index, key], message }];
    const before = steps[index - 1]?.at ?? 0;
    if (at <= before) return problem("at", `${at}s is not after the one before it, ${before}s`);
    if (horizon !== undefined && at >= horizon) return problem("at", `is never reached: the horizon is ${horizon}s`);
    if (maximum < minimum) return problem("maximum", `${maximum} is less than the minimum, ${minimum}`);
    return [];
  });
}

/** The list is what policies are shown, so it must be what happens. */
function checkServes(path: string[], { serves, offers = {} }: GroupFile, read: ScenarioFile): Problem[] {
  if (read.dispatcher === undefined) return [];
  const { allocate } = read.dispatcher;
  const can = servedQueues(read.groups).filter((queue) => {
    const needs = Object.keys(read.queues[queue]?.needs ?? {});
    return allocate === "even_load" || needs.every((name) => Object.hasOwn(offers, name));
  });
  const written = typeof serves === "string" ? [serves] : serves;
  if (can.length === written.length && can.every((queue) => written.includes(queue))) return [];
  const list = can.join(", ");
  const message =
    can.length === 0
      ? "its workers would get no task: every queue needs something that is not in offers"
      : `with allocate: ${allocate} its workers get tasks of ${list}; write serves: [${list}]`;
  return [{ path: [...path, "serves"], message }];
}
