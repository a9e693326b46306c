import type { Fraction, Group, Observation, Replica } from "../policy.ts";

/** A group as its registry of workers and its queues show it. */
export interface Pool {
  /** Workers that have joined and not begun to leave, silent ones included. */
  readonly registered: number;
  /** Of those, the ones that say whether they are busy; all where silent ones count as busy. */
  readonly live: number;
  /** Busy share of the live ones; a worker with one task is busy. Of an empty pool 0, or 1 where work waits for its first worker. */
  readonly utilization: Fraction | undefined;
  /** Work that waits; undefined where a queue could not be read, or it serves none. */
  readonly pending: number | undefined;
  readonly lowest: number;
  readonly highest: number;
}

/** What the policy's parameters say of it. */
export interface View {
  /** The policy's own bounds, beside those of the group's owner. */
  readonly minimum: number;
  readonly maximum: number;
  readonly silentWorkers: "left-out" | "busy";
  readonly belowMinimum: "raised" | "left";
}

export function lookAt({ queues }: Observation, group: Group, view: View): Pool {
  let registered = 0;
  let busy = 0;
  let idle = 0;
  for (const replica of group.replicas) {
    const state = stateOf(replica);
    if (state === "starting" || state === "gone") continue;
    registered++;
    if (state === "busy" || (state === "silent" && view.silentWorkers === "busy")) busy++;
    if (state === "idle") idle++;
  }
  const pending = waitingFor(group, queues);
  const lowest = Math.max(view.minimum, group.minimum);
  const highest = Math.max(lowest, Math.min(view.maximum, group.maximum ?? Number.POSITIVE_INFINITY));
  const live = busy + idle;
  const empty = (pending ?? 0) > 0 && view.belowMinimum === "raised" ? 1 : 0;
  const utilization = live > 0 ? busy / live : registered === 0 ? empty : undefined;
  return { registered, live, utilization, pending, lowest, highest };
}

/** Who leaves so that so many stay: starts nobody has seen finish, newest first; the idle; the silent; those with the fewest tasks. */
export function whoLeaves({ replicas }: Group, stay: number): string[] {
  const there = replicas.filter((replica) => stateOf(replica) !== "gone");
  const starting = there.filter((replica) => stateOf(replica) === "starting").reverse();
  const joined = there.filter((replica) => stateOf(replica) !== "starting");
  const ordered = [...starting, ...joined.toSorted((a, b) => loss(a) - loss(b))];
  return ordered.slice(0, Math.max(0, there.length - stay)).map(({ id }) => id);
}

type State = "starting" | "idle" | "busy" | "silent" | "gone";

/** Silent: its phase or its tasks are not known, or it fails its health check. It stays registered until its owner drops it. */
function stateOf({ phase, inService }: Replica): State {
  if (phase === "pending" || phase === "warming") return "starting";
  if (phase === "draining" || phase === "failed") return "gone";
  if (phase !== "ready" || inService === undefined) return "silent";
  return inService > 0 ? "busy" : "idle";
}

function loss(replica: Replica): number {
  const state = stateOf(replica);
  return state === "idle" ? 0 : state === "silent" ? 0.5 : (replica.inService ?? 0);
}

function waitingFor({ serves }: Group, queues: Observation["queues"]): number | undefined {
  let sum: number | undefined;
  for (const name of serves) {
    const waiting = queues[name]?.waiting;
    if (waiting === undefined) return undefined;
    sum = (sum ?? 0) + waiting;
  }
  return sum;
}
