import { FAIL, HEALTH, READY } from "../engine/kinds.ts";
import { unusedTime } from "../measure/billing.ts";
import { useByOthers } from "./background.ts";
import { clockOf, serviceClock } from "./clocks.ts";
import { crashTime, drawFate, LIVES } from "./failures.ts";
import type { GroupState } from "./group.ts";
import { courseOf } from "./health.ts";
import { findPlace, hold, type NodeState } from "./nodes.ts";
import type { Plant } from "./plant.ts";
import { DRAINING, FAILED, IDLE, PENDING, WARMING, type Wanted } from "./replicas.ts";
import { openStation } from "./station.ts";

/** The replicas a run begins with, beside what others use. Those that find no room stay pending. */
export function populate(plant: Plant): void {
  for (const node of plant.nodes) {
    const steps = node.spec.background ?? [];
    if (steps.length > 0) useByOthers(plant.now, node);
    for (const { at } of steps) if (at > plant.now) plant.agenda.at(at, () => changeUse(plant, node));
  }
  for (const group of plant.groups) {
    changeMaximum(plant, group);
    const { replicas, phase } = group.spec.initial;
    group.desired.add(plant.now, replicas);
    for (let index = 0; index < replicas; index++) start(plant, group, {}, phase === "ready");
  }
}

/** The adapter tells another maximum from certain moments on. */
function changeMaximum(plant: Plant, group: GroupState): void {
  for (const { at, maximum } of group.spec.adapter?.maximums ?? []) {
    plant.agenda.at(at, () => {
      group.maximum = maximum;
    });
  }
}

/** What others use of a node changes, which may make room. */
export function changeUse(plant: Plant, node: NodeState): void {
  useByOthers(plant.now, node);
  settleWaiting(plant);
}

/** One replica more; it is pending until there is room. */
export function start(plant: Plant, group: GroupState, wanted: Wanted, ready: boolean): void {
  const row = plant.replicas.add(plant.now, group.index, group.nextId(), wanted);
  plant.completions.room(row, group.index);
  group.members.push(row);
  group.pending.add(plant.now, 1);
  plant.waitingForRoom.push(row);
  plant.lives.enter(row, "pending");
  settle(plant, row, ready);
  const { ids, phases } = plant.replicas;
  const fits = phases[row] !== PENDING;
  plant.witness?.({ kind: "started", time: plant.now, group: group.spec.name, replica: ids[row]!, fits });
}

/** A warming replica has its weights: it begins to serve, once it is healthy. One told to stop meanwhile leaves. */
export function becomeReady(plant: Plant, row: number): void {
  const { replicas, now } = plant;
  plant.touched = true;
  if (replicas.phases[row] === DRAINING) {
    depart(plant, row);
    return;
  }
  const group = groupOf(plant, row);
  unload(plant, row, group);
  const { health } = group.spec;
  if (health !== undefined && (health.delay > 0 || health.failure > 0)) {
    plant.events.push(now + health.delay, HEALTH, row, replicas.stamps[row]!);
  } else open(plant, row);
}

/** A replica serves for the first time. */
export function open(plant: Plant, row: number): void {
  const { replicas, events, now } = plant;
  const group = groupOf(plant, row);
  if (replicas.phases[row] === WARMING) group.warming.add(now, -1);
  group.ready.add(now, 1);
  if (group.stations) openStation(plant, row, group);
  replicas.since[row] = now;
  replicas.readyAt[row] = now;
  plant.lives.enter(row, "ready");
  plant.witness?.({ kind: "ready", time: now, replica: replicas.ids[row]! });
  const crash = crashTime(plant, row);
  if (crash !== undefined) events.push(now + crash, FAIL, row, replicas.stamps[row]!);
  const unhealthy = courseOf(plant, row)?.every() ?? Number.POSITIVE_INFINITY;
  if (unhealthy < Number.POSITIVE_INFINITY) events.push(now + unhealthy, HEALTH, row, replicas.stamps[row]!);
  plant.takeNext(row);
}

/** The replica is gone; what it held is free, and may let a pending one start. */
export function depart(plant: Plant, row: number): void {
  const { replicas } = plant;
  const group = groupOf(plant, row);
  const phase = replicas.phases[row]!;
  if (phase === PENDING || phase === WARMING || replicas.loading[row] === 1) group.cancelled++;
  else if (phase !== FAILED && replicas.served[row] === 0) group.neverServed++;
  detach(plant, row);
  forget(plant, row);
  if (replicas.places[row] !== undefined) settleWaiting(plant);
}

/** Takes a replica without work out of its phase and gives back what it holds. */
export function detach(plant: Plant, row: number): void {
  const { replicas, now } = plant;
  const group = groupOf(plant, row);
  const phase = replicas.phases[row]!;
  if (phase === PENDING) takeOut(plant.waitingForRoom, row);
  else if (phase !== FAILED) {
    group.running.add(now, -1);
    group.unusedTime += unusedTime(group.spec.billing, now - replicas.placedAt[row]!);
  }
  group.inPhase(phase).add(now, -1);
  if (phase === IDLE && !group.stations) group.removeIdle(replicas, row);
  if (replicas.stopping[row] === UNROUTING) group.unrouting.add(now, -1);
  unload(plant, row, group);
  const place = replicas.places[row];
  if (place !== undefined && phase !== FAILED) hold(now, place, group.claim, -1);
}

/** The replica is no longer listed. */
export function forget(plant: Plant, row: number): void {
  const { members } = groupOf(plant, row);
  takeOut(members, row);
  plant.lives.leave(row);
  const { ids, served } = plant.replicas;
  plant.witness?.({ kind: "gone", time: plant.now, replica: ids[row]!, served: served[row]! });
  plant.replicas.remove(row);
}

/** Takes a row out of a list, which stays in order. Who leaves mostly came late. */
function takeOut(rows: number[], row: number): void {
  let last = rows.pop();
  for (let place = rows.length - 1; place >= 0 && last !== row; place--) {
    const before = rows[place];
    rows[place] = last!;
    last = before;
  }
}

/** Those who wait for room look again. */
export function settleWaiting(plant: Plant): void {
  if (plant.waitingForRoom.length === 0) return;
  for (const waiting of [...plant.waitingForRoom]) settle(plant, waiting, false);
}

/** Gives a pending replica its place, if there is room, and warms it up. */
function settle(plant: Plant, row: number, ready: boolean): void {
  const { replicas, now } = plant;
  const group = groupOf(plant, row);
  if (plant.nodes.length > 0) {
    const { node, placement } = group.spec;
    const nodes = node === undefined ? plant.nodes : plant.nodes.filter(({ spec }) => spec.name === node);
    const place = findPlace(nodes, group.claim, placement, replicas.wanted[row]);
    if (place === undefined) return;
    replicas.places[row] = place;
    replicas.clocks[row] = serviceClock(plant, place, group);
    hold(now, place, group.claim, 1);
  }
  takeOut(plant.waitingForRoom, row);
  replicas.placedAt[row] = now;
  group.pending.add(now, -1);
  group.running.add(now, 1);
  if (ready) open(plant, row);
  else warmUp(plant, row, group);
}

function warmUp(plant: Plant, row: number, group: GroupState): void {
  const { replicas, now } = plant;
  replicas.phases[row] = WARMING;
  replicas.since[row] = now;
  plant.lives.enter(row, "warming");
  group.warming.add(now, 1);
  replicas.loading[row] = 1;
  const place = replicas.places[row];
  const work = group.warmUp.next();
  place?.node.useCores(now, group.warmUpCores);
  const fate = drawFate(plant, row);
  if (fate === Number.POSITIVE_INFINITY) return;
  const kind = fate === LIVES ? READY : FAIL;
  const stamp = replicas.stamps[row]!;
  const clock = place && clockOf(plant, place, group.warmUpCores, 0);
  if (clock === undefined) plant.events.push(now + work * fate, kind, row, stamp);
  else clock.schedule(work * fate, kind, row, stamp);
}

/** The warm-up is over, or given up: its cores are free. */
function unload(plant: Plant, row: number, group: GroupState): void {
  const { replicas, now } = plant;
  if (replicas.loading[row] === 0) return;
  replicas.loading[row] = 0;
  replicas.loadedFor[row] = now - replicas.placedAt[row]!;
  replicas.places[row]?.node.useCores(now, -group.warmUpCores);
}

export function groupOf(plant: Plant, row: number): GroupState {
  return plant.groups[plant.replicas.groups[row]!]!;
}

/** The first part of the stopping sequence. */
export const UNROUTING = 1;
