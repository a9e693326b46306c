import type { Action } from "../../policies/policy.ts";
import { KILL, READY } from "../engine/kinds.ts";
import { clockOf } from "./clocks.ts";
import { giveBack, retryOrForget } from "./expiry.ts";
import type { GroupState } from "./group.ts";
import { findPlace, hold } from "./nodes.ts";
import type { Plant } from "./plant.ts";
import { BUSY, DRAINING, IDLE, PENDING, WARMING } from "./replicas.ts";
import { handBack, openStation } from "./station.ts";

/** The replicas a run begins with. Those that find no room stay pending. */
export function populate(plant: Plant): void {
  for (const group of plant.groups) {
    const { replicas, phase } = group.spec.initial;
    group.desired.add(plant.now, replicas);
    for (let index = 0; index < replicas; index++) start(plant, group, undefined, phase === "ready");
  }
}

/** Brings a group to the desired count: starts what is missing, lets go what is too many. Asking again does nothing. */
export function scale(plant: Plant, group: GroupState, action: Extract<Action, { kind: "scale" }>): void {
  if (action.desired === group.desired.value) return;
  group.ask(plant.now, action.desired);
  const missing = action.desired - group.standing;
  for (let index = 0; index < missing; index++) {
    group.starts++;
    start(plant, group, action.start?.[index]?.place, false);
  }
  if (missing < 0) for (const row of leavers(plant, group, -missing, action.release ?? [])) leave(plant, row);
}

/** A warming replica begins to serve. */
export function becomeReady(plant: Plant, row: number): void {
  const group = groupOf(plant, row);
  plant.replicas.places[row]?.node.cpu.add(plant.now, -group.warmUpCores);
  group.warming.add(plant.now, -1);
  serveFrom(plant, row);
}

/** The grace time of a draining replica is over. */
export function kill(plant: Plant, row: number): void {
  const { replicas, tasks, now } = plant;
  const group = groupOf(plant, row);
  const station = replicas.stations[row];
  const interrupted = station === undefined ? [replicas.tasks[row]!] : station.active.splice(0);
  const queues = new Set<number>();
  group.killed++;
  for (const task of interrupted) {
    const queue = plant.queueOf(task);
    group.killedWork += now - (station === undefined ? replicas.taskSince[row]! : tasks.since[task]!);
    queue.inService.add(now, -1);
    if (queue.redelivers) {
      queues.add(tasks.queues[task]!);
      giveBack(plant, task);
    } else {
      queue.lost++;
      retryOrForget(plant, task);
    }
  }
  plant.release(row, group);
  depart(plant, row);
  for (const queueIndex of queues) plant.serve(queueIndex);
}

/** The replica is gone; what it held is free, and may let a pending one start. */
export function depart(plant: Plant, row: number): void {
  const { replicas, now } = plant;
  const group = groupOf(plant, row);
  const phase = replicas.phases[row]!;
  const place = replicas.places[row];
  if (phase === PENDING) {
    group.pending.add(now, -1);
    plant.waitingForRoom.splice(plant.waitingForRoom.indexOf(row), 1);
  } else group.running.add(now, -1);
  if (phase === WARMING) {
    group.warming.add(now, -1);
    place?.node.cpu.add(now, -group.warmUpCores);
  }
  if (phase === PENDING || phase === WARMING) group.cancelled++;
  else if (replicas.served[row] === 0) group.neverServed++;
  if (phase === IDLE) {
    if (!group.stations) group.removeIdle(replicas, row);
    group.ready.add(now, -1);
  }
  if (phase === DRAINING) group.draining.add(now, -1);
  group.members.splice(group.members.indexOf(row), 1);
  replicas.remove(row);
  if (place === undefined) return;
  hold(now, place, group.spec.needs, -1);
  for (const waiting of [...plant.waitingForRoom]) settle(plant, waiting, false);
}

function start(plant: Plant, group: GroupState, wanted: string | undefined, ready: boolean): void {
  const row = plant.replicas.add(plant.now, group.index, group.nextId(), wanted);
  group.members.push(row);
  group.pending.add(plant.now, 1);
  plant.waitingForRoom.push(row);
  settle(plant, row, ready);
}

/** Gives a pending replica its place, if there is room, and warms it up. */
function settle(plant: Plant, row: number, ready: boolean): void {
  const { replicas, now } = plant;
  const group = groupOf(plant, row);
  if (plant.nodes.length > 0) {
    const place = findPlace(plant.nodes, group.spec.needs, group.spec.placement, replicas.wanted[row]);
    if (place === undefined) return;
    replicas.places[row] = place;
    replicas.clocks[row] = clockOf(plant, place, group.cores, group.gpuUse);
    hold(now, place, group.spec.needs, 1);
  }
  plant.waitingForRoom.splice(plant.waitingForRoom.indexOf(row), 1);
  group.pending.add(now, -1);
  group.running.add(now, 1);
  if (ready) {
    serveFrom(plant, row);
    return;
  }
  replicas.phases[row] = WARMING;
  replicas.since[row] = now;
  group.warming.add(now, 1);
  const place = replicas.places[row];
  const work = group.warmUp.next();
  const stamp = replicas.stamps[row]!;
  place?.node.cpu.add(now, group.warmUpCores);
  const clock = place && clockOf(plant, place, group.warmUpCores, 0);
  if (clock === undefined) plant.events.push(now + work, READY, row, stamp);
  else clock.schedule(work, READY, row, stamp);
}

function serveFrom(plant: Plant, row: number): void {
  const group = groupOf(plant, row);
  group.ready.add(plant.now, 1);
  if (group.stations) openStation(plant, row, group);
  plant.replicas.since[row] = plant.now;
  plant.takeNext(row);
}

/** Lets one replica go: a start is cancelled, an idle one leaves, a busy one drains for at most the grace time. */
function leave(plant: Plant, row: number): void {
  const { replicas, now } = plant;
  const returned = replicas.stations[row] === undefined ? undefined : handBack(plant, row);
  if (replicas.phases[row] !== BUSY) depart(plant, row);
  else drain(plant, row, now);
  for (const queueIndex of returned ?? []) plant.serve(queueIndex);
}

function drain(plant: Plant, row: number, now: number): void {
  const { replicas } = plant;
  const group = groupOf(plant, row);
  replicas.phases[row] = DRAINING;
  replicas.since[row] = now;
  group.ready.add(now, -1);
  group.draining.add(now, 1);
  plant.events.push(now + group.spec.grace, KILL, row, replicas.stamps[row]!);
}

/** Whom the action names, then whom the group's rule names. */
function leavers(plant: Plant, group: GroupState, count: number, named: readonly string[]): number[] {
  const { phases, ids, idleSince } = plant.replicas;
  const standing = group.members.filter((row) => phases[row] !== DRAINING);
  const first = named.flatMap((id) => standing.filter((row) => ids[row] === id));
  const rest = standing.filter((row) => !first.includes(row));
  if (group.spec.release !== "oldest") rest.reverse();
  if (group.spec.release === "idle-first") {
    const rank = (row: number) => [PENDING, WARMING, IDLE, BUSY].indexOf(phases[row]!);
    rest.sort((a, b) => rank(a) - rank(b) || (phases[a] === IDLE ? idleSince[a]! - idleSince[b]! : 0));
  }
  return [...new Set([...first, ...rest])].slice(0, count);
}

function groupOf(plant: Plant, row: number): GroupState {
  return plant.groups[plant.replicas.groups[row]!]!;
}
