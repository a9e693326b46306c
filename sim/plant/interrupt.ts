import { COMPLETE } from "../engine/kinds.ts";
import { giveBack, retryOrForget } from "./expiry.ts";
import { groupOf } from "./lifecycle.ts";
import { markCut } from "./mark-cut.ts";
import type { Plant } from "./plant.ts";
import { handBack } from "./station.ts";

/** What was taken from a replica. */
interface Interrupted {
  /** Seconds of service that were for nothing, and of that what nobody does again. */
  readonly work: number;
  readonly lost: number;
  /** Seconds since the first of it began. */
  readonly time: number;
  /** Queues that got something back. */
  readonly queues: ReadonlySet<number>;
}

/** How many tasks a replica serves now. */
export function inHand({ replicas }: Plant, row: number): number {
  return replicas.stations[row]?.active.length ?? (replicas.tasks[row] === -1 ? 0 : 1);
}

/**
 * Takes everything from a replica that ends: what it holds goes back to its queue, and so does what it serves, or that is lost
 * if it has been acknowledged.
 */
export function interrupt(plant: Plant, row: number): Interrupted {
  const { replicas, tasks, now } = plant;
  const station = replicas.stations[row];
  const working = inHand(plant, row) > 0;
  const active = station?.active.splice(0) ?? (working ? [replicas.tasks[row]!] : []);
  const queues = new Set(station === undefined ? [] : handBack(plant, row));
  let [work, lost, time] = [0, 0, 0];
  groupOf(plant, row).spoil(now, active.length);
  for (const task of active) {
    const queue = plant.queueOf(task);
    const since = station === undefined ? replicas.taskSince[row]! : tasks.since[task]!;
    work += now - since;
    time = Math.max(time, now - since);
    markCut(plant, task, since);
    queue.inService.add(now, -1);
    if (queue.redelivers && replicas.hollow[row] === 0) {
      queues.add(tasks.queues[task]!);
      giveBack(plant, task);
    } else {
      queue.lost++;
      lost += now - since;
      retryOrForget(plant, task);
    }
  }
  if (working) {
    withdraw(plant, row);
    plant.release(row, groupOf(plant, row));
  }
  return { work, lost, time, queues };
}

/** Its completion in real time comes nevertheless, as one on a clock does, but is not meant any more. */
function withdraw({ completions, events }: Plant, row: number): void {
  const time = completions.times[row]!;
  if (time === Number.POSITIVE_INFINITY) return;
  completions.leave(row);
  events.push(time, COMPLETE, row, NO_STAMP);
}

const NO_STAMP = -1;
