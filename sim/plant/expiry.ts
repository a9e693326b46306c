import { EXPIRE, FOLLOW } from "../engine/kinds.ts";
import { CUT_IN_TIME } from "./mark-cut.ts";
import type { Plant } from "./plant.ts";

/**
 * A queue's tasks all live equally long and stand in the order of arrival, so the first is always the next to expire: one event a
 * queue is enough.
 */
export function watch(plant: Plant, queueIndex: number): void {
  const queue = plant.queues[queueIndex]!;
  const first = queue.first();
  if (queue.watched || first === -1) return;
  queue.watched = true;
  const due = plant.tasks.arrivals[first]! + queue.timeToLive;
  plant.events.push(Math.max(plant.now, due), EXPIRE, queueIndex, ++queue.watch);
}

/** Those that have waited as long as they may leave; they count with that wait. */
export function expire(plant: Plant, queueIndex: number, stamp: number): void {
  const { tasks, now } = plant;
  const queue = plant.queues[queueIndex]!;
  if (stamp !== queue.watch) return;
  queue.watched = false;
  for (;;) {
    const task = queue.first();
    if (task === -1 || tasks.arrivals[task]! + queue.timeToLive > now) break;
    queue.shift(now);
    queue.expired++;
    const age = now - tasks.arrivals[task]!;
    queue.sojourns.add(age);
    if (age <= plant.objective.sojourn) queue.leftWithinSojourn++;
    if (tasks.begun[task] === 0) {
      queue.waits.add(age);
      if (age <= plant.objective.wait) queue.leftWithinWait++;
      if (age > 0) queue.waitedAtAll++;
    }
    retryOrForget(plant, task);
  }
  watch(plant, queueIndex);
}

/** Puts an interrupted or returned task back to its old place. */
export function giveBack(plant: Plant, task: number): void {
  const queueIndex = plant.tasks.queues[task]!;
  const queue = plant.queues[queueIndex]!;
  queue.redelivered++;
  // Its completion, if it is on the way, is not meant any more.
  plant.tasks.stamps[task]!++;
  queue.restore(plant.now, task, plant.tasks.orders);
  if (queue.timeToLive === Number.POSITIVE_INFINITY) return;
  // It stands first now, and may be due before the one that is watched.
  queue.watched = false;
  watch(plant, queueIndex);
}

/** A task ends unserved: whoever sent it may send it anew. */
export function retryOrForget(plant: Plant, task: number): void {
  const { tasks, now } = plant;
  const queue = plant.queueOf(task);
  const retries = tasks.retries[task]!;
  if (tasks.begun[task] === CUT_IN_TIME) queue.inVain++;
  if (queue.retry !== undefined && retries < queue.retry.times) {
    queue.retried++;
    const again = tasks.add(now + queue.retry.delay, tasks.demands[task]!, tasks.queues[task]!);
    tasks.keys[again] = tasks.keys[task]!;
    tasks.tell(again, tasks.senders[task]!, retries + 1);
    plant.events.push(now + queue.retry.delay, FOLLOW, again, 0);
  } else plant.answer(tasks.senders[task]!, tasks.keys[task]!);
  tasks.remove(task);
}
