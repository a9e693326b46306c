import type { Capabilities, Decision, Reason } from "../policy.ts";
import { hold, reason, shutDown, start } from "./act.ts";
import { type Adapter, bootingWorkers, isCapable, leastQueued, type Tasks, type WorkerGroup } from "./snapshot.ts";
import { leastQueuedReason, type View } from "./vanilla.ts";

/**
 * The ratio for each set of capabilities: of the tasks that need it to the workers that have it, whichever adapter's. Names decide,
 * amounts are only handed on. Scaler's `scaling=capability` (simple_policy/scaling/capability_scaling.py): first the starts, one
 * for each set of tasks that calls for one; only without any the shutdowns, one for each set that groups were reported with.
 */
export function capability(view: View, adapter: Adapter): Decision {
  const starts = startPass(view, adapter);
  const { offers, because } = starts;
  if (offers.length > 0) return start(adapter, because, offers);
  if (starts.isFull && !view.parameters.stopWhenFull) return hold(adapter, because);
  const shutdowns = shutdownPass(view, adapter);
  const all = [...because, ...shutdowns.because];
  if (shutdowns.ids.length > 0) return shutDown(adapter, all, shutdowns.ids);
  return hold(adapter, all.length > 0 ? all : [reason("no-tasks-no-groups", {})]);
}

interface Starts {
  /** Of each start. */
  readonly offers: Capabilities[];
  readonly because: Reason[];
  /** One was called for, and the adapter has all it may have. */
  isFull: boolean;
}

function startPass(view: View, adapter: Adapter): Starts {
  const starts: Starts = { offers: [], because: [], isFull: false };
  for (const tasks of view.snapshot.tasks) {
    const { calls, because } = startCall(view, adapter, tasks);
    starts.because.push(because);
    if (!calls) continue;
    const { groups, maximum, names } = adapter;
    if (view.parameters.unableAdapters === "left-out" && names.length > 0 && !isCapable(names, tasks.names)) {
      starts.because.push(reason("adapter-cannot", { needs: setText(tasks.names), offers: setText(names) }));
      continue;
    }
    // Published: every start of one pass is held against the same number, and the adapter has to refuse what is too many.
    const count = groups.length + (view.parameters.countStarts ? starts.offers.length : 0);
    if (count < maximum) {
      starts.offers.push(tasks.needs);
    } else {
      starts.because.push(reason("at-maximum", { needs: setText(tasks.names), groups: count, maximum }));
      starts.isFull = true;
    }
  }
  return starts;
}

function startCall(view: View, adapter: Adapter, tasks: Tasks): { readonly calls: boolean; readonly because: Reason } {
  const { snapshot, bounds, parameters } = view;
  const capable = adapter.groups.filter(({ names }) => isCapable(names, tasks.names));
  const connected = capableWorkers(view, tasks.names);
  const facts = { needs: setText(tasks.names), tasks: tasks.count, workers: connected };
  if (connected === 0) {
    if (capable.length === 0) return { calls: true, because: reason("no-capable-workers", facts) };
    return { calls: false, because: reason("capable-group-starting", { ...facts, groups: capable.length }) };
  }
  const workers = connected + (parameters.bootingWorkers === "counted" ? bootingWorkers(capable, snapshot) : 0);
  const ratio = tasks.count / workers;
  const { upper } = bounds;
  if (ratio > upper) return { calls: true, because: reason("ratio-above-upper", { ...facts, workers, ratio, upper }) };
  return { calls: false, because: reason("ratio-not-above-upper", { ...facts, workers, ratio, upper }) };
}

function shutdownPass(view: View, adapter: Adapter): { readonly ids: readonly string[]; readonly because: Reason[] } {
  const ids: string[] = [];
  const because: Reason[] = [];
  for (const groups of bySet(adapter.groups)) {
    const judged = judgeSet(view, adapter, groups);
    because.push(...judged.because);
    if (judged.leaving === undefined) continue;
    if (view.parameters.keepLastGroup && ids.length === adapter.groups.length - 1) {
      because.push(reason("last-group-kept", { group: judged.leaving.id }));
      continue;
    }
    ids.push(judged.leaving.id);
    because.push(leastQueuedReason(judged.leaving, view.snapshot));
  }
  return { ids, because };
}

interface Judged {
  readonly leaving?: WorkerGroup;
  readonly because: readonly Reason[];
}

/** Whether one of the groups reported with the same set is to go. */
function judgeSet(view: View, adapter: Adapter, groups: readonly WorkerGroup[]): Judged {
  const { snapshot, bounds, parameters } = view;
  const names = groups[0]?.names ?? [];
  const isOwn = parameters.stopDemand === "closest";
  const tasks = snapshot.tasks
    .filter((each) => isCapable(names, each.names) && !(isOwn && hasCloser(view, each.names, names)))
    .reduce((sum, { count }) => sum + count, 0);
  const capable = capableWorkers(view, names);
  const workers = isOwn ? capableWorkers(view, names, names.length) : capable;
  const offers = setText(names);
  if (workers === 0) return { because: [reason("no-capable-worker-connected", { offers, tasks })] };
  const ratio = tasks / workers;
  const { lower, upper } = bounds;
  const facts = { offers, tasks, workers, ratio, lower };
  const leaving = leastQueued(groups, snapshot);
  if (ratio >= lower || leaving === undefined) return { because: [reason("ratio-not-below-lower", facts)] };
  const below = reason("ratio-below-lower", facts);
  const remaining = capable - sizeOf(view, adapter, leaving);
  // Both guards as they are published: fewer than nobody left passes them, where a group lists more than are connected.
  if (tasks > 0 && remaining === 0) {
    return { because: [below, reason("last-capable-group", { group: leaving.id, offers, tasks, remaining })] };
  }
  if (remaining > 0 && tasks / remaining > upper) {
    return { because: [below, reason("would-restart", { group: leaving.id, offers, tasks, remaining, upper })] };
  }
  return { leaving, because: [below] };
}

/** Someone is connected who can do this as well, with part of these names. */
function hasCloser({ snapshot }: View, needs: readonly string[], names: readonly string[]): boolean {
  return [...snapshot.workers.values()].some((worker) => {
    return isCapable(worker.names, needs) && isCapable(names, worker.names) && worker.names.length < names.length;
  });
}

/** Connected workers that have all these names, and `count` in all where that is given. */
function capableWorkers({ snapshot }: View, names: readonly string[], count?: number): number {
  return [...snapshot.workers.values()].filter((worker) => {
    return isCapable(worker.names, names) && (count === undefined || worker.names.length === count);
  }).length;
}

/** Workers that would be gone with a group. */
function sizeOf({ snapshot: { workers }, parameters }: View, { groups }: Adapter, group: WorkerGroup): number {
  if (parameters.groupSize === "listed") return group.workers.length;
  const capable = [...workers].filter(([, { names }]) => isCapable(names, group.names)).map(([id]) => id);
  if (group.workers.length > 0) return capable.filter((id) => group.workers.includes(id)).length;
  // It tells nobody: at most its share of those that no group has listed.
  const listed = new Set(groups.flatMap((each) => each.workers));
  const silent = groups.filter((each) => each.workers.length === 0).length;
  return Math.ceil(capable.filter((id) => !listed.has(id)).length / silent);
}

/** Groups by the set of names, first reported first. */
function bySet(groups: readonly WorkerGroup[]): Iterable<readonly WorkerGroup[]> {
  const sets = new Map<string, WorkerGroup[]>();
  for (const group of groups) {
    const key = JSON.stringify([...group.names].sort());
    sets.set(key, [...(sets.get(key) ?? []), group]);
  }
  return sets.values();
}

/** `{gpu, linux}`, whatever the order. */
function setText(names: readonly string[]): string {
  return `{${[...names].sort().join(", ")}}`;
}
