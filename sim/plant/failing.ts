import { PRUNE } from "../engine/kinds.ts";
import { inHand, interrupt } from "./interrupt.ts";
import { detach, forget, groupOf, settleWaiting, start } from "./lifecycle.ts";
import type { Plant } from "./plant.ts";
import { DRAINING, FAILED, PENDING, WARMING } from "./replicas.ts";

/**
 * A replica ends without being asked to. What it held is free at once, and its work goes the way of its queue. It stays listed as
 * failed until its owner drops it; one that was to leave anyway is gone.
 */
export function fail(plant: Plant, row: number): void {
  const { replicas, now } = plant;
  const group = groupOf(plant, row);
  const phase = replicas.phases[row]!;
  if (phase === PENDING || phase === FAILED) return;
  if (phase === WARMING || replicas.loading[row] === 1) group.failedStarts++;
  else {
    group.crashed++;
    if (replicas.served[row] === 0) group.neverServed++;
  }
  const { queues } = interrupt(plant, row);
  detach(plant, row);
  if (phase === DRAINING) forget(plant, row);
  else {
    replicas.phases[row] = FAILED;
    replicas.stamps[row]!++;
    replicas.since[row] = now;
    group.failed.add(now, 1);
    const { prune, pruneAfter } = group.spec.failures ?? { prune: true, pruneAfter: PRUNE_AFTER };
    if (prune) plant.events.push(now + pruneAfter, PRUNE, row, replicas.stamps[row]!);
  }
  settleWaiting(plant);
  for (const queue of queues) plant.serve(queue);
}

/** Several at once: those without work first, so that no task is given to one that is about to end. */
export function failAll(plant: Plant, rows: readonly number[]): void {
  const works = (row: number) => Number(inHand(plant, row) > 0);
  for (const row of [...rows].sort((a, b) => works(a) - works(b))) fail(plant, row);
}

/** The owner drops a failed replica and starts another, wherever there is room. */
export function prune(plant: Plant, row: number): void {
  const group = groupOf(plant, row);
  detach(plant, row);
  forget(plant, row);
  group.starts++;
  start(plant, group, undefined, false);
}

/** Seconds; Kubernetes waits ten before it starts a failed container again for the first time. */
const PRUNE_AFTER = 10;
