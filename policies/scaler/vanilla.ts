import type { Decision, Reason } from "../policy.ts";
import { hold, reason, shutDown, start } from "./act.ts";
import type { Bounds, Parameters } from "./parameters.ts";
import { type Adapter, bootingWorkers, leastQueued, queuedAt, type Snapshot, type WorkerGroup } from "./snapshot.ts";

/** What a rule looks at beside the adapter. */
export interface View {
  readonly snapshot: Snapshot;
  readonly bounds: Bounds;
  readonly parameters: Parameters;
}

/**
 * The ratio of all tasks to all workers: above the upper bound one group is started, below the lower one is shut down, the one with
 * fewest queued tasks. Scaler's `scaling=vanilla` (simple_policy/scaling/vanilla.py).
 */
export function vanilla(view: View, adapter: Adapter): Decision {
  const call = callOf(view, adapter);
  switch (call.for) {
    case "start":
      return startWithin(adapter, call.because);
    case "shutdown":
      return shutLeastQueued(view, adapter, call.because);
    case "nothing":
      return hold(adapter, [call.because]);
  }
}

export interface Call {
  readonly for: "start" | "shutdown" | "nothing";
  readonly because: Reason;
}

/** What the ratio calls for. Both bounds are strict, and without workers there is none. */
export function callOf({ snapshot, bounds: { lower, upper }, parameters }: View, adapter: Adapter): Call {
  const tasks = countTasks(snapshot);
  const booting = parameters.bootingWorkers === "counted" ? bootingWorkers(adapter.groups, snapshot) : 0;
  const workers = snapshot.workers.size + booting;
  if (workers === 0) {
    return tasks > 0
      ? { for: "start", because: reason("no-workers", { tasks, workers }) }
      : { for: "nothing", because: reason("no-tasks-no-workers", { tasks, workers }) };
  }
  const ratio = tasks / workers;
  if (ratio > upper) return { for: "start", because: reason("ratio-above-upper", { tasks, workers, ratio, upper }) };
  if (ratio < lower) return { for: "shutdown", because: reason("ratio-below-lower", { tasks, workers, ratio, lower }) };
  return { for: "nothing", because: reason("ratio-within-bounds", { tasks, workers, ratio, lower, upper }) };
}

export function startWithin(adapter: Adapter, call: Reason): Decision {
  const { groups, maximum } = adapter;
  if (groups.length < maximum) return start(adapter, [call]);
  return hold(adapter, [call, reason("at-maximum", { groups: groups.length, maximum })]);
}

export function shutLeastQueued(view: View, adapter: Adapter, call: Reason): Decision {
  const { groups } = adapter;
  const leaving = leastQueued(groups, view.snapshot);
  if (leaving === undefined) return hold(adapter, [call, reason("no-groups", {})]);
  if (view.parameters.keepLastGroup && groups.length === 1) {
    return hold(adapter, [call, reason("last-group-kept", { group: leaving.id })]);
  }
  const guard = view.parameters.restartGuard ? wouldRestart(view, leaving) : undefined;
  if (guard !== undefined) return hold(adapter, [call, guard]);
  return shutDown(adapter, [call, leastQueuedReason(leaving, view.snapshot)], [leaving.id]);
}

export function leastQueuedReason(group: WorkerGroup, snapshot: Snapshot): Reason {
  const queued = queuedAt(group, snapshot);
  const facts = { group: group.id, workers: group.workers.length };
  return reason("least-queued", Number.isFinite(queued) ? { ...facts, queued } : facts);
}

/** Without the group the ratio would be above the upper bound, or there would be nobody left for the work. */
function wouldRestart({ snapshot, bounds: { upper } }: View, leaving: WorkerGroup): Reason | undefined {
  const tasks = countTasks(snapshot);
  const remaining = snapshot.workers.size - leaving.workers.filter((id) => snapshot.workers.has(id)).length;
  if (tasks === 0 || tasks <= upper * remaining) return undefined;
  return reason("would-restart", { group: leaving.id, tasks, remaining, upper });
}

function countTasks({ tasks }: Snapshot): number {
  return tasks.reduce((sum, { count }) => sum + count, 0);
}
