import { type Advice, type Allocation, hasAll, isLess, type PushWorker } from "./allocation.ts";

/**
 * Scaler's `allocate=capability`: of the workers that have every name and a free place, the one with fewest tasks. Which of equals
 * the original takes is an accident of hashing; here it is, as under even load, the one not touched for longest.
 */
export const capability: Allocation = {
  choose(workers, needs) {
    let best: PushWorker | undefined;
    for (const worker of workers) {
      if (worker.tasks.size >= worker.queueSize || !hasAll(worker, needs)) continue;
      if (best === undefined || isLess(worker, best)) best = worker;
    }
    return best;
  },

  /** Once somebody has nothing: newest tasks of the most loaded, one by one, for whoever is below the average and has the names. */
  balance(workers, needsOf): Advice {
    if (!workers.some(({ tasks }) => tasks.size === 0)) return new Map();
    const average = workers.reduce((sum, { tasks }) => sum + tasks.size, 0) / workers.length;
    const isBalanced = ({ tasks }: Load) => Math.abs(tasks.length - average) < 1;
    const advice = new Map<PushWorker, number[]>();
    const unmovable = new Set<number>();
    const ascending: Load[] = [];
    for (const worker of workers) {
      const load = { worker, tasks: [...worker.tasks] };
      if (!isBalanced(load)) insert(ascending, load);
    }
    while (ascending.length >= 2) {
      const most = ascending.pop()!;
      // One that has less than the average has nothing to give: two such would pass a task to and fro for ever.
      if (isBalanced(most) || most.tasks.length < average) break;
      const move = findMove(most, ascending, average, needsOf, unmovable);
      if (move === undefined) continue;
      const { task, receiver } = move;
      most.tasks.splice(most.tasks.lastIndexOf(task), 1);
      receiver.tasks.push(task);
      ascending.splice(ascending.indexOf(receiver), 1);
      insert(ascending, receiver);
      insert(ascending, most);
      advice.set(most.worker, [...(advice.get(most.worker) ?? []), task]);
    }
    return advice;
  },
};

/** A worker as it would be after the moves so far. */
interface Load {
  readonly worker: PushWorker;
  readonly tasks: number[];
}

/** Its newest task that somebody can take, and who; a task that nobody can take is remembered. */
function findMove(
  most: Load,
  ascending: readonly Load[],
  average: number,
  needsOf: (task: number) => readonly string[],
  unmovable: Set<number>,
): { readonly task: number; readonly receiver: Load } | undefined {
  for (const task of [...most.tasks].reverse()) {
    if (unmovable.has(task)) continue;
    const needs = needsOf(task);
    const receiver = ascending.find(({ worker, tasks }) => tasks.length < average && hasAll(worker, needs));
    if (receiver !== undefined) return { task, receiver };
    unmovable.add(task);
  }
  return undefined;
}

/** Behind its equals. */
function insert(ascending: Load[], load: Load): void {
  const after = ascending.findIndex(({ tasks }) => tasks.length > load.tasks.length);
  ascending.splice(after === -1 ? ascending.length : after, 0, load);
}
