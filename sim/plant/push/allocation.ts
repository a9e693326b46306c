/** A worker that the scheduler pushes tasks to: a consumer with a queue of its own, which serves one task at a time. */
export interface PushWorker {
  readonly id: string;
  /** Row of its replica. */
  readonly row: number;
  /** Names of what it can do. */
  readonly offers: ReadonlySet<string>;
  /** Most tasks it may have, the one in service included. */
  readonly queueSize: number;
  /** In the order of assignment: the first is in service, the others are held. */
  readonly tasks: Set<number>;
  /** Rank of the last assignment to it or removal from it, or of its connection. */
  touched: number;
}

/** Who gets which task: OpenGRIS Scaler's `allocate=…`. Pure: workers come in the order in which they connected. */
export interface Allocation {
  /** The worker for a task with these needs; undefined: nobody can take it now. */
  choose(workers: Iterable<PushWorker>, needs: readonly string[]): PushWorker | undefined;
  /** What each worker should give up, so that all have work. */
  balance(workers: readonly PushWorker[], needsOf: (task: number) => readonly string[]): Advice;
}

export type Advice = ReadonlyMap<PushWorker, readonly number[]>;

/** Fewer tasks first; of equals, the one whose last assignment or removal is longest ago. */
export function isLess(a: PushWorker, b: PushWorker): boolean {
  return a.tasks.size < b.tasks.size || (a.tasks.size === b.tasks.size && a.touched < b.touched);
}

export function hasAll(worker: PushWorker, needs: readonly string[]): boolean {
  return needs.every((name) => worker.offers.has(name));
}
