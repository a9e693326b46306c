import type { BrokerQueue } from "./broker-queue.ts";
import type { GroupState } from "./group.ts";

/** Which groups serve which queue, while its deliveries go on. Queues are told apart by their index, as everywhere. */
export class Servers {
  /** By queue: the group that serves it where its tasks are plain (`plain.ts`). */
  readonly plain: (GroupState | undefined)[] = [];
  private readonly queues: readonly BrokerQueue[];
  private readonly groups: readonly GroupState[];
  /** No task needs a key, and nobody chooses a worker for it. */
  private readonly simple: boolean;
  /** By queue: the groups that serve it, while deliveries are not stopped; and those that do otherwise. */
  private readonly now: (readonly GroupState[])[];
  private readonly all: readonly (readonly GroupState[])[];

  constructor(queues: readonly BrokerQueue[], groups: readonly GroupState[], simple: boolean) {
    this.queues = queues;
    this.groups = groups;
    this.simple = simple;
    this.all = Array.from(queues, (queue) => groups.filter((group) => group.queues.includes(queue)));
    this.now = [...this.all];
    this.findPlain();
  }

  /** Those that serve the queue now. */
  of(queueIndex: number): readonly GroupState[] {
    return this.now[queueIndex]!;
  }

  /** Deliveries from all lines of a queue stop, or go on. */
  connect(lines: readonly BrokerQueue[], connected: boolean): void {
    const { queues, groups, now, all } = this;
    for (const line of lines) {
      const index = queues.indexOf(line);
      now[index] = connected ? all[index]! : [];
    }
    for (const group of groups) group.queues = queues.filter((_, index) => now[index]!.includes(group));
    this.findPlain();
  }

  /** The only group that serves a line of tasks, and never serves another; undefined if there is none such now. */
  lone(queueIndex: number): GroupState | undefined {
    const [group, another] = this.now[queueIndex]!;
    return another === undefined && group?.lines.length === 1 ? group : undefined;
  }

  /** The lone server of a line whose tasks are plain; undefined if they are not now. */
  plainServer(queueIndex: number): GroupState | undefined {
    const group = this.lone(queueIndex);
    return group?.plain && this.simple ? group : undefined;
  }

  private findPlain(): void {
    for (const group of this.groups) group.line = undefined;
    for (const [index, queue] of this.queues.entries()) {
      const group = this.plainServer(index);
      this.plain[index] = group;
      if (group !== undefined) group.line = queue;
    }
  }
}
