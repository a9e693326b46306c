import type { BrokerQueue } from "./broker-queue.ts";
import type { GroupState } from "./group.ts";

/** Of the queues of a group, the one whose first task arrived first, if any task waits. `orders`: rank of arrival by task. */
export function longestWaiting(queues: readonly BrokerQueue[], orders: Float64Array): BrokerQueue | undefined {
  if (queues.length === 1) return queues[0]!.isEmpty ? undefined : queues[0];
  let best: BrokerQueue | undefined;
  let bestOrder = Number.POSITIVE_INFINITY;
  for (let index = 0; index < queues.length; index++) {
    const queue = queues[index]!;
    const task = queue.first();
    if (task === -1) continue;
    const order = orders[task]!;
    if (order < bestOrder) {
      best = queue;
      bestOrder = order;
    }
  }
  return best;
}

/** Of the groups that serve a queue, the replica whose turn it is to take a task: the longest idle; −1 if none has room. */
export function nextInTurn(groups: readonly GroupState[], idleSince: Float64Array): number {
  let best = groups.length === 0 ? -1 : groups[0]!.nextIdle();
  for (let index = 1; index < groups.length; index++) {
    const row = groups[index]!.nextIdle();
    if (row !== -1 && (best === -1 || idleSince[row]! < idleSince[best]!)) best = row;
  }
  return best;
}
