import type { Advice, Allocation, PushWorker } from "./allocation.ts";

/** The workers that are connected, and who has which task. */
export class Ledger {
  /** By id, in the order in which they connected. */
  readonly workers = new Map<string, PushWorker>();
  private readonly allocation: Allocation;
  private readonly owners = new Map<number, PushWorker>();
  private touches = 0;

  constructor(allocation: Allocation) {
    this.allocation = allocation;
  }

  /** A worker connects. Undefined if one of that id is connected already. */
  add(id: string, row: number, offers: ReadonlySet<string>, queueSize: number): PushWorker | undefined {
    if (this.workers.has(id)) return undefined;
    const worker = { id, row, offers, queueSize, tasks: new Set<number>(), touched: ++this.touches };
    this.workers.set(id, worker);
    return worker;
  }

  /** Who would get a task with these needs. */
  choose(needs: readonly string[]): PushWorker | undefined {
    return this.allocation.choose(this.workers.values(), needs);
  }

  /** Who has got it; undefined: nobody can take it. A task that has a worker stays there. */
  assign(task: number, needs: readonly string[]): PushWorker | undefined {
    const worker = this.owners.get(task) ?? this.choose(needs);
    if (worker !== undefined && !worker.tasks.has(task)) this.give(task, worker);
    return worker;
  }

  /** The task is this worker's, whatever others have. */
  give(task: number, worker: PushWorker): void {
    worker.tasks.add(task);
    worker.touched = ++this.touches;
    this.owners.set(task, worker);
  }

  /** Who has it. */
  ownerOf(task: number): PushWorker | undefined {
    return this.owners.get(task);
  }

  /** The task is done or taken away. */
  release(task: number): PushWorker | undefined {
    const worker = this.owners.get(task);
    if (worker === undefined) return undefined;
    this.owners.delete(task);
    worker.tasks.delete(task);
    worker.touched = ++this.touches;
    return worker;
  }

  /** The worker is lost. Returns the tasks it had. */
  remove(id: string): number[] {
    const tasks = [...(this.workers.get(id)?.tasks ?? [])];
    for (const task of tasks) this.owners.delete(task);
    this.workers.delete(id);
    return tasks;
  }

  balance(needsOf: (task: number) => readonly string[]): Advice {
    return this.allocation.balance([...this.workers.values()], needsOf);
  }
}
