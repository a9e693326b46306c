import type { ClassSpec, GroupSpec, Scenario } from "../../scenarios/scenario.ts";
import { BrokerQueue } from "./broker-queue.ts";

/** The queues of a scenario in its order, each as the line of tasks of no class; then a line for each class of each queue. */
export function linesOf({ queues, workload }: Scenario): BrokerQueue[] {
  const plain = Array.from(queues, (spec) => new BrokerQueue(spec));
  const ofClasses = queues.flatMap((spec) => {
    const kinds = new Map<string, ClassSpec>();
    for (const { queue, classes = [] } of workload) {
      if (queue === spec.name) for (const kind of classes) if (!kinds.has(kind.name)) kinds.set(kind.name, kind);
    }
    return [...kinds.values()].map((kind) => new BrokerQueue(spec, kind));
  });
  return [...plain, ...ofClasses];
}

/** Where among the lines the tasks of a queue, or of a class of it, wait. */
export function lineIndex(lines: readonly BrokerQueue[], queue: string, kind?: string): number {
  return lines.findIndex((line) => line.name === queue && line.class === kind);
}

/** Lines that belong together, by the name that says so, in the order of the names' first appearance. */
export function linesBy(
  lines: readonly BrokerQueue[],
  nameOf: (line: BrokerQueue) => string,
): ReadonlyMap<string, readonly BrokerQueue[]> {
  const together = new Map<string, BrokerQueue[]>();
  for (const line of lines) {
    const name = nameOf(line);
    const known = together.get(name);
    if (known === undefined) together.set(name, [line]);
    else known.push(line);
  }
  return together;
}

/**
 * Whether the group's workers take tasks of the line: of the queues that it serves, and of a class with needs of its own only what
 * it offers all of. Even load looks at no needs; and with capabilities these alone decide.
 */
export function takes({ serves, offers = {} }: GroupSpec, line: BrokerQueue, { dispatcher }: Scenario): boolean {
  const named = serves.includes(line.name);
  if (line.seenAs === line.name || dispatcher?.allocate === "even_load") return named;
  const able = Object.keys(line.needs ?? {}).every((need) => Object.hasOwn(offers, need));
  return able && (named || dispatcher !== undefined);
}
