import { KILL, STOP } from "../engine/kinds.ts";
import { inHand, interrupt } from "./interrupt.ts";
import { depart, groupOf, UNROUTING } from "./lifecycle.ts";
import type { Plant } from "./plant.ts";
import { BUSY, DRAINING, FAILED, IDLE, PENDING, UNHEALTHY, WARMING } from "./replicas.ts";
import { handBack } from "./station.ts";

/**
 * Lets one replica go: without work it leaves or begins its stopping sequence, a busy one drains for at most the grace time. What
 * it holds and has not begun goes back.
 */
export function leave(plant: Plant, row: number): void {
  const returned = plant.replicas.stations[row] === undefined ? [] : handBack(plant, row);
  release(plant, row);
  for (const queue of returned) plant.serve(queue);
}

function release(plant: Plant, row: number): void {
  const { replicas, now, events } = plant;
  const group = groupOf(plant, row);
  const { stop, grace } = group.spec;
  const phase = replicas.phases[row]!;
  const stubborn = replicas.loading[row] === 1 && group.spec.cancel === "after-grace";
  const unopened = phase === PENDING || phase === WARMING || phase === FAILED;
  const idle = stop === undefined && inHand(plant, row) === 0;
  if (!stubborn && (unopened || idle)) {
    depart(plant, row);
    return;
  }
  if (phase === BUSY) plant.intervene();
  if (phase === IDLE && !group.stations) group.removeIdle(replicas, row);
  group.inPhase(phase).add(now, -1);
  replicas.phases[row] = DRAINING;
  replicas.since[row] = now;
  plant.lives.enter(row, "draining");
  group.draining.add(now, 1);
  const stamp = replicas.stamps[row]!;
  if (stubborn || stop === undefined) events.push(now + grace, KILL, row, stamp);
  else if (phase === UNHEALTHY) {
    replicas.stopping[row] = CLOSING;
    events.push(now + stop.drain, STOP, row, stamp);
  } else {
    replicas.stopping[row] = UNROUTING;
    group.unrouting.add(now, 1);
    events.push(now + stop.unroute, STOP, row, stamp);
  }
}

/** The next part of the stopping sequence is due. */
export function continueStopping(plant: Plant, row: number): void {
  const { replicas, now, events } = plant;
  const group = groupOf(plant, row);
  const { stop, grace } = group.spec;
  const stamp = replicas.stamps[row]!;
  switch (replicas.stopping[row]) {
    case UNROUTING:
      group.unrouting.add(now, -1);
      replicas.stopping[row] = CLOSING;
      events.push(now + (stop?.drain ?? 0), STOP, row, stamp);
      return;
    case CLOSING:
      replicas.stopping[row] = FINISHING;
      if (inHand(plant, row) === 0) workDone(plant, row);
      else events.push(now + grace, KILL, row, stamp);
      return;
    default:
      depart(plant, row);
  }
}

/** A replica that takes no new work has finished what it had. */
export function workDone(plant: Plant, row: number): void {
  const { replicas, now, events } = plant;
  if (replicas.phases[row] !== DRAINING) return;
  const { stop } = groupOf(plant, row).spec;
  const stage = replicas.stopping[row]!;
  if (stage === UNROUTING || stage === CLOSING) return;
  if (stop === undefined || stop.checkpoint === 0) depart(plant, row);
  else {
    replicas.stopping[row] = SAVING;
    events.push(now + stop.checkpoint, STOP, row, replicas.stamps[row]!);
  }
}

/** The grace time of a draining replica is over. */
export function kill(plant: Plant, row: number): void {
  const { replicas } = plant;
  if (replicas.stopping[row] === SAVING) return;
  const group = groupOf(plant, row);
  group.killed++;
  plant.lives.kill(row);
  plant.witness?.({ kind: "killed", time: plant.now, replica: replicas.ids[row]!, tasks: inHand(plant, row) });
  const { work, lost, time, queues } = interrupt(plant, row);
  group.killedWork += work;
  group.lostWork += lost;
  group.killedTime += time;
  depart(plant, row);
  for (const queue of queues) plant.serve(queue);
}

/** After `UNROUTING`: its connections close, it finishes its work, it saves its state. */
const CLOSING = 2;
const FINISHING = 3;
const SAVING = 4;
