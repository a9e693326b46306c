import type { Clock } from "../engine/clock.ts";
import { BATCH, LINGER, SERVED } from "../engine/kinds.ts";
import { newClock } from "./clocks.ts";
import { longestWaiting } from "./dispatch.ts";
import { giveBack } from "./expiry.ts";
import type { GroupState } from "./group.ts";
import type { Plant } from "./plant.ts";
import { BUSY, IDLE } from "./replicas.ts";
import { unevenWork } from "./uneven-work.ts";

/** The tasks of a replica that may have several: in service, and delivered but not begun. */
export class Station {
  readonly active: number[] = [];
  /** In the order of delivery. */
  readonly held: number[] = [];
  /** How many of the first held ones have been looked at for the batch: the others came while the replica was at work. */
  gathered = 0;
  /** When the batch before was done. */
  rested = 0;
  /** Whether it is listed as one that takes deliveries. */
  listed = false;
  /** Runs at the speed that its number of tasks allows; undefined: every task has its full speed. */
  readonly clock: Clock | undefined;

  constructor(clock: Clock | undefined) {
    this.clock = clock;
  }
}

/** A station for a replica that begins to serve. */
export function openStation(plant: Plant, row: number, group: GroupState): Station {
  const uneven = group.spec.slots?.speed.some((speed) => speed !== 1);
  const station = new Station(uneven ? newClock(plant, plant.replicas.clocks[row]) : undefined);
  station.rested = plant.now;
  plant.replicas.stations[row] = station;
  return station;
}

/** A message is delivered to a replica. */
export function deliver(plant: Plant, row: number, task: number): void {
  const station = plant.replicas.stations[row]!;
  const queue = plant.queueOf(task);
  queue.held.add(plant.now, 1);
  plant.tasks.holders[task] = row;
  station.held.push(task);
  proceed(plant, row, station);
}

/** Takes deliveries as long as there are any, and room for them; or tells the dispatcher that it does. */
export function takeDeliveries(plant: Plant, row: number): void {
  if (plant.push !== undefined) {
    plant.push.connect(row);
    return;
  }
  const station = plant.replicas.stations[row]!;
  const group = plant.groupOf(row);
  while (hasRoom(plant, row, station, group)) {
    const queue = longestWaiting(group.queues, plant.tasks.orders);
    if (queue === undefined) break;
    deliver(plant, row, queue.shift(plant.now));
  }
  list(plant, row, station, hasRoom(plant, row, station, group));
}

/** A task in a slot is done. */
export function served(plant: Plant, task: number): void {
  const row = plant.tasks.holders[task]!;
  const station = plant.replicas.stations[row]!;
  station.active.splice(station.active.indexOf(task), 1);
  retime(plant, row, station);
  end(plant, row, station, [task]);
}

/** A batch is done. */
export function batchDone(plant: Plant, row: number): void {
  const station = plant.replicas.stations[row]!;
  const batch = station.active.splice(0);
  station.rested = plant.now;
  end(plant, row, station, batch);
}

/** A partial batch has waited long enough; unless it has been begun since. */
export function lingered(plant: Plant, row: number): void {
  const station = plant.replicas.stations[row]!;
  if (station.active.length > 0 || station.gathered === 0) return;
  beginBatch(plant, row, station, station.gathered);
  takeDeliveries(plant, row);
}

/** Puts what the replica has not begun back to its queue, and takes no more. Returns the queues it came from. */
export function handBack(plant: Plant, row: number): ReadonlySet<number> {
  const station = plant.replicas.stations[row]!;
  const queues = new Set<number>();
  plant.push?.disconnect(row);
  list(plant, row, station, false);
  for (const task of station.held.splice(0)) {
    const queue = plant.queueOf(task);
    queue.held.add(plant.now, -1);
    giveBack(plant, task);
    queues.add(plant.tasks.queues[task]!);
  }
  station.gathered = 0;
  return queues;
}

function end(plant: Plant, row: number, station: Station, done: readonly number[]): void {
  const { replicas, now } = plant;
  const group = plant.groupOf(row);
  for (const task of done) {
    plant.queueOf(task).inService.add(now, -1);
    replicas.served[row]! += 1 - replicas.hollow[row]!;
    if (group.record !== undefined) plant.record(group.record, row, task, plant.tasks.since[task]!);
  }
  const open = replicas.phases[row] === BUSY;
  if (station.active.length === 0) {
    plant.work(row, group, -1);
    if (open) {
      replicas.phases[row] = IDLE;
      replicas.idleSince[row] = now;
    }
  }
  for (const task of done) plant.push?.done(task);
  // What follows may come straight back to this replica, so only now.
  for (const task of done) plant.finish(row, task, group);
  if (!open || plant.push !== undefined) return;
  proceed(plant, row, station);
  takeDeliveries(plant, row);
}

/** Begins what can be begun of what is held. */
function proceed(plant: Plant, row: number, station: Station): void {
  const { spec } = plant.groupOf(row);
  if (spec.batch === undefined) {
    const slots = spec.slots?.count ?? 1;
    while (station.active.length < slots && station.held.length > 0)
      beginTask(plant, row, station, station.held.shift()!);
    return;
  }
  while (station.active.length === 0 && station.gathered < station.held.length) {
    station.gathered++;
    const { most, linger, waits } = spec.batch;
    if (station.gathered >= most || plant.now - station.rested > linger)
      beginBatch(plant, row, station, station.gathered);
    else if (waits && station.gathered === 1) {
      plant.events.push(plant.now + linger, LINGER, row, plant.replicas.stamps[row]!);
    }
  }
}

/** A task is no longer held, but served. */
export function beginTask(plant: Plant, row: number, station: Station, task: number): void {
  const work = unevenWork(plant, row, plant.groupOf(row), begin(plant, row, task));
  occupy(plant, row, station, [task]);
  retime(plant, row, station);
  const clock = station.clock ?? plant.replicas.clocks[row];
  plant.schedule(clock, work, SERVED, task, plant.tasks.stamps[task]!);
}

function beginBatch(plant: Plant, row: number, station: Station, size: number): void {
  const group = plant.groupOf(row);
  const { batch } = group.spec;
  if (batch === undefined) return;
  const tasks = station.held.splice(0, size);
  station.gathered = 0;
  const demands = tasks.map((task) => begin(plant, row, task));
  const sum = demands.reduce((total, demand) => total + demand, 0);
  const work = batch.work === "sum" ? sum : batch.work === "mean" ? sum / size : Math.max(...demands);
  const slowed = unevenWork(plant, row, group, work * entry(batch.slowdown, size));
  occupy(plant, row, station, tasks);
  plant.schedule(plant.replicas.clocks[row], slowed, BATCH, row, plant.replicas.stamps[row]!);
}

function begin(plant: Plant, row: number, task: number): number {
  const queue = plant.queueOf(task);
  queue.held.add(plant.now, -1);
  queue.inService.add(plant.now, 1);
  plant.tasks.since[task] = plant.now;
  plant.tasks.holders[task] = row;
  plant.begin(task, queue);
  return plant.tasks.demands[task]!;
}

function occupy(plant: Plant, row: number, station: Station, tasks: readonly number[]): void {
  if (station.active.length === 0) {
    plant.replicas.phases[row] = BUSY;
    plant.work(row, plant.groupOf(row), 1);
  }
  station.active.push(...tasks);
}

/** The speed follows the number of tasks in the slots. */
function retime(plant: Plant, row: number, station: Station): void {
  const { slots } = plant.groupOf(row).spec;
  if (station.clock !== undefined && slots !== undefined)
    station.clock.rate = entry(slots.speed, station.active.length);
}

/** Unacknowledged messages are limited; what is acknowledged before it is done does not count any more. */
function hasRoom(plant: Plant, row: number, station: Station, group: GroupState): boolean {
  const { slots, batch, prefetch } = group.spec;
  const { phases } = plant.replicas;
  if (phases[row] !== IDLE && phases[row] !== BUSY) return false;
  const own = slots?.count ?? batch?.most ?? 1;
  if (prefetch === undefined) return station.held.length + station.active.length < own;
  const unacknowledged = station.active.filter((task) => plant.queueOf(task).redelivers).length;
  return station.held.length + unacknowledged < prefetch;
}

/** Lists the replica, at the end, as one that takes deliveries; or takes it off. */
function list(plant: Plant, row: number, station: Station, listed: boolean): void {
  const group = plant.groupOf(row);
  if (station.listed) group.removeIdle(plant.replicas, row);
  if (listed) group.addIdle(plant.replicas, row);
  station.listed = listed;
}

/** The entry for 1, 2, … of something; the last holds on. */
function entry(values: readonly number[], count: number): number {
  return values[Math.min(Math.max(count, 1), values.length) - 1] ?? 1;
}
