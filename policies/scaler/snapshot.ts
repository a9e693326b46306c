import type { Capabilities, Group, Observation, Replica } from "../policy.ts";
import type { Parameters } from "./parameters.ts";

/** What the scheduler has before it when an adapter's heartbeat comes in. */
export interface Snapshot {
  /** Unfinished tasks, waiting, assigned or running, by the names of what they need; first seen first. */
  readonly tasks: readonly Tasks[];
  /** Workers that are connected, whichever adapter started them, by id. */
  readonly workers: ReadonlyMap<string, ConnectedWorker>;
}

export interface Tasks {
  readonly count: number;
  readonly names: readonly string[];
  /** Those of the first task, with amounts. */
  readonly needs: Capabilities;
}

export interface ConnectedWorker {
  readonly names: readonly string[];
  /** Tasks it holds and has not begun; infinite where that is not known, so that nobody takes it for idle. */
  readonly queued: number;
}

/** A worker adapter: it has the groups that it has reported to be started and not yet to be shut down. */
export interface Adapter {
  readonly name: string;
  readonly maximum: number;
  /** Names of the capabilities that its heartbeat tells; none: it does not say. */
  readonly names: readonly string[];
  /** The count its owner works towards. */
  readonly desired: number;
  readonly groups: readonly WorkerGroup[];
}

export interface WorkerGroup {
  readonly id: string;
  /** Ids it was reported with, connected or not. */
  readonly workers: readonly string[];
  /** Names of the capabilities it was reported with. */
  readonly names: readonly string[];
  readonly booting: boolean;
}

/** Undefined while a queue cannot be read: then nobody knows the number of tasks. */
export function snapshotOf({ queues, groups, workers }: Observation): Snapshot | undefined {
  const tasks = new Map<string, Tasks>();
  for (const { waiting, inService, needs = {} } of Object.values(queues)) {
    if (waiting === undefined || inService === undefined) return undefined;
    const count = waiting + inService;
    if (count === 0) continue;
    const names = Object.keys(needs).sort();
    const key = JSON.stringify(names);
    const known = tasks.get(key);
    tasks.set(key, { needs: known?.needs ?? needs, names, count: (known?.count ?? 0) + count });
  }
  const connected =
    workers === undefined
      ? Object.values(groups).flatMap(readyReplicas)
      : Object.entries(workers).map(([id, { offers = {}, waiting = Number.POSITIVE_INFINITY }]) => {
          return [id, { names: Object.keys(offers), queued: waiting }] as const;
        });
  return { tasks: [...tasks.values()], workers: new Map(connected) };
}

/** Without a table of workers a replica is one; it is connected while it serves. */
function readyReplicas(group: Group): (readonly [string, ConnectedWorker])[] {
  const ready = group.replicas.filter(({ phase }) => phase === "ready");
  return ready.map((one) => [
    one.id,
    { names: Object.keys(one.offers ?? group.offers ?? {}), queued: Number.POSITIVE_INFINITY },
  ]);
}

export function adapterOf(name: string, group: Group, isTable: boolean, { emptyReport }: Parameters): Adapter {
  const own = Object.keys(group.offers ?? {});
  function reported({ id, phase, offers, workers }: Replica): WorkerGroup {
    const names = offers === undefined ? own : Object.keys(offers);
    return {
      id,
      workers: workers ?? (isTable ? [] : [id]),
      names: names.length === 0 && emptyReport === "adapter-offers" ? own : names,
      booting: phase === "pending" || phase === "warming",
    };
  }
  return {
    name,
    maximum: group.maximum ?? Number.POSITIVE_INFINITY,
    names: own,
    desired: group.desired,
    // One that has been told to go is no longer in the table; one whose workers died is.
    groups: group.replicas.filter(({ phase }) => phase !== "draining").map(reported),
  };
}

/** Whether someone with these names can do what needs those. */
export function isCapable(names: readonly string[], needs: readonly string[]): boolean {
  return needs.every((name) => names.includes(name));
}

/** Tasks its connected workers hold and have not begun. */
export function queuedAt({ workers }: WorkerGroup, snapshot: Snapshot): number {
  return workers.reduce((sum, id) => sum + (snapshot.workers.get(id)?.queued ?? 0), 0);
}

/** The one with fewest queued tasks; of equals, the first. */
export function leastQueued(groups: readonly WorkerGroup[], snapshot: Snapshot): WorkerGroup | undefined {
  let [best] = groups;
  let fewest = Number.POSITIVE_INFINITY;
  for (const group of groups) {
    const queued = queuedAt(group, snapshot);
    if (queued < fewest) [best, fewest] = [group, queued];
  }
  return best;
}

/** Workers that groups which are starting have listed and that are not connected; one for a group that lists none. */
export function bootingWorkers(groups: readonly WorkerGroup[], { workers }: Snapshot): number {
  return groups
    .filter(({ booting }) => booting)
    .reduce((sum, group) => sum + Math.max(1, group.workers.filter((id) => !workers.has(id)).length), 0);
}
