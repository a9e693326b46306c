import { PRUNE } from "../engine/kinds.ts";
import { interrupt } from "./interrupt.ts";
import { detach, forget, groupOf, settleWaiting, start } from "./lifecycle.ts";
import type { Plant } from "./plant.ts";
import { DRAINING, FAILED, PENDING, WARMING } from "./replicas.ts";

/** A replica ends without being asked to. */
export function fail(plant: Plant, row: number): void {
  failAll(plant, [row]);
}

/** Several at once: what they had is given to others only when all of them have ended. */
export function failAll(plant: Plant, rows: readonly number[]): void {
  const queues = new Set(rows.flatMap((row) => [...end(plant, row)]));
  settleWaiting(plant);
  for (const queue of queues) plant.serve(queue);
}

/**
 * What the replica held is free at once, and its work goes the way of its queue. It stays listed as failed until its owner drops
 * it; one that was to leave anyway is gone. Returns the queues that got something back.
 */
function end(plant: Plant, row: number): Iterable<number> {
  const { replicas, now } = plant;
  const group = groupOf(plant, row);
  const phase = replicas.phases[row]!;
  if (phase === PENDING || phase === FAILED) return [];
  if (phase === WARMING || replicas.loading[row] === 1) group.failedStarts++;
  else {
    group.crashed++;
    if (replicas.served[row] === 0) group.neverServed++;
  }
  plant.witness?.({ kind: "failed", time: now, replica: replicas.ids[row]! });
  group.record?.deaths.add(now, 1);
  const { time, queues } = interrupt(plant, row);
  group.wastedTime += time;
  detach(plant, row);
  if (phase === DRAINING) {
    forget(plant, row);
    return queues;
  }
  replicas.phases[row] = FAILED;
  replicas.stamps[row]!++;
  replicas.since[row] = now;
  plant.lives.enter(row, "failed");
  group.failed.add(now, 1);
  const { prune, pruneAfter } = group.spec.failures ?? { prune: true, pruneAfter: PRUNE_AFTER };
  if (prune) plant.events.push(now + pruneAfter, PRUNE, row, replicas.stamps[row]!);
  return queues;
}

/** The owner drops a failed replica and starts another that is to do the same, wherever there is room. */
export function prune(plant: Plant, row: number): void {
  const group = groupOf(plant, row);
  const offers = plant.replicas.offers[row];
  detach(plant, row);
  forget(plant, row);
  group.starts++;
  start(plant, group, { offers }, false);
}

/** Seconds; Kubernetes waits ten before it starts a failed container again for the first time. */
const PRUNE_AFTER = 10;
