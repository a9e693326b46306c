import { type Advice, type Allocation, isLess, type PushWorker } from "./allocation.ts";

/**
 * Scaler's `allocate=even_load`: whoever has fewest tasks, whatever the task needs. Only that worker is looked at: if it is full,
 * the task waits, even where another worker with a larger queue has room.
 */
export const evenLoad: Allocation = {
  choose(workers) {
    let front: PushWorker | undefined;
    for (const worker of workers) if (front === undefined || isLess(worker, front)) front = worker;
    return front !== undefined && front.tasks.size < front.queueSize ? front : undefined;
  },

  /** Once somebody has nothing and somebody has more than one: what is above the mean, and at least one for each idle worker. */
  balance(workers): Advice {
    const queued = workers.map(({ tasks }) => Math.max(0, tasks.size - 1));
    const idle = workers.filter(({ tasks }) => tasks.size === 0).length;
    const total = queued.reduce((sum, count) => sum + count, 0);
    if (idle === 0 || total === 0) return new Map();
    const mean = Math.ceil(total / workers.length);
    const given = queued.map((count) => Math.max(0, count - mean));
    let missing = Math.min(idle, total) - given.reduce((sum, count) => sum + count, 0);
    for (const [index, count] of queued.entries()) {
      const more = Math.max(0, Math.min(missing, count - given[index]!));
      given[index]! += more;
      missing -= more;
    }
    const advice = workers.map((worker, index) => [worker, newest(worker, given[index]!)] as const);
    return new Map(advice.filter(([, tasks]) => tasks.length > 0));
  },
};

function newest({ tasks }: PushWorker, count: number): number[] {
  return [...tasks].slice(tasks.size - count);
}
