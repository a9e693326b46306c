import { grown } from "../engine/grown.ts";
import { Tally } from "../measure/gauge.ts";
import type { BrokerQueue } from "../plant/broker-queue.ts";
import type { GroupState } from "../plant/group.ts";
import type { Plant } from "../plant/plant.ts";
import { BUSY, IDLE } from "../plant/replicas.ts";
import { type Arrivals, BLOCK } from "../workload/arrivals.ts";
import { FreeTimes, STATE } from "./free-times.ts";
import { noteStarted, noteWaited, noteWaiting } from "./note.ts";
import { type Line, serve } from "./serve.ts";

/**
 * A queue and the one group that serves it, over a stretch of time in which nothing happens but arrivals and completions. A task then
 * starts at the later of its arrival and the moment the first replica is free: one operation a task, no events.
 */
export class Lane {
  readonly queueIndex: number;
  /** Those that arrive within the stretch. */
  readonly arriving = new Column();
  /** Tasks completed within the stretch. */
  completed = 0;
  private readonly plant: Plant;
  private readonly queue: BrokerQueue;
  private readonly group: GroupState;
  private readonly free = new FreeTimes();
  /** Some of those that had waited before the stretch. */
  private readonly waiting = new Column();
  /** Replicas that take part. */
  private rows = new Int32Array(64);
  private size = 0;
  /** By replica: the order of the completion that was under way before the stretch, and which start within it was its last, or −1. */
  private ranks = new Float64Array(64);
  private latest = new Int32Array(64);
  /** When tasks start within the stretch, in their order. */
  private starts = new Float64Array(1024);
  /** Changes of the number at work. */
  private work = new Tally();
  /** Changes of the number waiting. */
  private wait = new Tally();

  constructor(plant: Plant, queueIndex: number, group: GroupState) {
    this.plant = plant;
    this.queueIndex = queueIndex;
    this.queue = plant.queues[queueIndex]!;
    this.group = group;
  }

  /** Nobody takes part yet. */
  clear(): void {
    const rows = this.plant.replicas.phases.length;
    this.size = 0;
    this.arriving.count = 0;
    this.free.reserve(rows);
    if (this.latest.length >= rows) return;
    this.rows = new Int32Array(rows);
    this.ranks = new Float64Array(rows);
    this.latest = new Int32Array(rows);
  }

  /** Takes over a replica that is at work; its completion is no longer among the events. */
  busy(row: number): void {
    const { times, orders } = this.plant.completions;
    this.rows[this.size++] = row;
    this.takeOver(row, times[row]!);
    this.ranks[row] = orders[row]!;
    this.latest[row] = -1;
    times[row] = Number.POSITIVE_INFINITY;
  }

  /** When the last of its tasks was done, if none is left. */
  get latestEnd(): number {
    let latest = Number.NEGATIVE_INFINITY;
    for (let at = 0; at < this.size; at++) latest = Math.max(latest, this.free.time(this.rows[at]!));
    return latest;
  }

  /** Everything up to that moment. `order`: of the next completion that is entered. Returns how many were. */
  run(until: number, order: number): number {
    const { plant, queue, group, free, arriving } = this;
    const { count } = arriving;
    this.completed = 0;
    this.work = new Tally();
    this.wait = new Tally();
    free.open(plant.now, until, this.size + queue.size + count);
    this.finishFirst(until);
    this.wake();
    const waited = this.serveWaiting(until);
    noteWaited(queue, this.starts, waited, this.wait);
    let started = 0;
    if (waited === queue.size) {
      this.room(waited + count);
      started = this.serveArrivals(until, waited);
    }
    noteWaiting(queue, arriving, started, this.starts, waited + started, this.wait);
    queue.arrived += count;
    queue.delivered += waited + started;
    queue.completed += this.completed;
    group.completed += this.completed;
    this.close(until, order, waited, started);
    return waited + started;
  }

  /** The tasks that were in service before and are done within the stretch. */
  private finishFirst(until: number): void {
    const { plant, free, queue, rows } = this;
    const { replicas, tasks } = plant;
    for (let at = 0; at < this.size; at++) {
      const row = rows[at]!;
      const time = free.time(row);
      if (time >= until) continue;
      free.put(row, this.ranks);
      const task = replicas.tasks[row]!;
      queue.sojourns.add(time - tasks.arrivals[task]!);
      tasks.remove(task);
      free.states[STATE * (row + 1) + 3]!++;
      this.work.add(time, -1);
      this.completed++;
    }
  }

  /** A replica that is free then. */
  private takeOver(row: number, free: number): void {
    const { states } = this.free;
    const { busyFrom, busyTime, served } = this.plant.replicas;
    const at = STATE * (row + 1);
    states[at] = free;
    states[at + 1] = busyFrom[row]!;
    states[at + 2] = busyTime[row]!;
    states[at + 3] = served[row]!;
  }

  /** Idle replicas come first, in the order of their list. */
  private wake(): void {
    const { free, group, plant, rows, latest } = this;
    const { idleSince, idleBefore, busyFrom } = plant.replicas;
    for (let row = group.lastIdle; row !== -1; row = idleBefore[row]!) {
      rows[this.size++] = row;
      latest[row] = -1;
      // As if it had been at work for no time at all.
      busyFrom[row] = idleSince[row]!;
      this.takeOver(row, idleSince[row]!);
      free.putFirst(row);
    }
  }

  /** Those that wait already: no replica idles, so each starts when the first is free. Returns how many started. */
  private serveWaiting(until: number): number {
    const { plant, free, queue, latest, waiting } = this;
    const { tasks } = plant;
    let place = 0;
    for (;;) {
      waiting.count = 0;
      const end = Math.min(queue.size, place + SOME);
      for (let at = place; at < end; at++) {
        const task = queue.at(at);
        waiting.add(tasks.arrivals[task]!, tasks.demands[task]!);
      }
      this.room(end);
      const started = serve(waiting, 0, waiting.count, free, until, this.starts, place, latest);
      for (let index = 0; index < started; index++) this.startOf(queue.at(place), this.starts[place++]!, until);
      if (started === 0 || place < end) return place;
    }
  }

  /** A task that had waited before the stretch starts. */
  private startOf(task: number, start: number, until: number): void {
    const { plant, queue } = this;
    const { tasks } = plant;
    const arrival = tasks.arrivals[task]!;
    const end = start + tasks.demands[task]!;
    if (tasks.begun[task] === 0) {
      tasks.begun[task] = 1;
      queue.waits.add(start - arrival);
      if (start > arrival) queue.waitedAtAll++;
    }
    this.work.add(start, 1);
    if (end >= until) return;
    this.work.add(end, -1);
    queue.sojourns.add(end - arrival);
    tasks.remove(task);
    this.completed++;
  }

  /** Returns how many started; so many had waited before them. */
  private serveArrivals(until: number, waited: number): number {
    const { arriving, free, latest, starts, queue, work, wait } = this;
    let started = 0;
    for (let from = 0; from === started && from < arriving.count; from += BLOCK) {
      const to = Math.min(arriving.count, from + BLOCK);
      started = serve(arriving, from, to, free, until, starts, waited, latest);
      this.completed += noteStarted(queue, arriving, from, started, starts, waited, until, wait, work);
    }
    return started;
  }

  /** Leaves the plant as the event loop would have. */
  private close(until: number, order: number, waited: number, started: number): void {
    const { plant, queue, group, free, latest, arriving } = this;
    const { tasks } = plant;
    const { busyFrom, busyTime, served } = plant.replicas;
    const { states } = free;
    const ranks = tasks.reserve(arriving.count);
    for (let at = 0; at < this.size; at++) {
      const row = this.rows[at]!;
      const state = STATE * (row + 1);
      const time = states[state]!;
      busyFrom[row] = states[state + 1]!;
      busyTime[row] = states[state + 2]!;
      served[row] = states[state + 3]!;
      if (time < until) continue;
      const place = latest[row]!;
      if (place >= 0) this.goesOn(row, place < waited ? queue.at(place) : this.arrived(place - waited, ranks), place);
      plant.completions.times[row] = time;
      plant.completions.orders[row] = place < 0 ? this.ranks[row]! : plant.completions.ranks[row]! + order + place;
    }
    group.firstIdle = -1;
    group.lastIdle = -1;
    for (let row = free.take(); row !== -1; row = free.take()) this.rests(row);
    queue.leave(waited);
    for (let index = started; index < arriving.count; index++) queue.join(this.arrived(index, ranks));
    queue.inService.include(this.work);
    if (group.busy !== queue.inService) group.busy.include(this.work);
  }

  /** A task that is there at the end of the stretch; `ranks`: that of the first that arrived within it. */
  private arrived(index: number, ranks: number): number {
    const { arriving, plant } = this;
    const task = plant.tasks.add(arriving.arrivals[index]!, arriving.demands[index]!, this.queueIndex);
    plant.tasks.orders[task] = ranks + index;
    return task;
  }

  /** A replica is at the end of the stretch in the middle of a task, whose start stands in that place. */
  private goesOn(row: number, task: number, place: number): void {
    const { replicas, tasks } = this.plant;
    if (tasks.begun[task] === 0) tasks.begun[task] = 1;
    replicas.tasks[row] = task;
    replicas.taskSince[row] = this.starts[place]!;
    replicas.phases[row] = BUSY;
    // It was counted as it began.
    replicas.served[row]!--;
  }

  /** A replica has had nothing to do since then. */
  private rests(row: number): void {
    const { replicas } = this.plant;
    const since = this.free.time(row);
    replicas.endBusy(row, since);
    replicas.tasks[row] = -1;
    replicas.phases[row] = IDLE;
    replicas.idleSince[row] = since;
    this.group.addIdle(replicas, row);
  }

  private room(starts: number): void {
    if (this.starts.length < starts) this.starts = grown(this.starts, new Float64Array(2 * starts));
  }
}

/** A line that grows. */
class Column implements Line {
  arrivals = new Float64Array(1024);
  demands = new Float64Array(1024);
  count = 0;

  add(arrival: number, demand: number): void {
    this.room(1);
    this.arrivals[this.count] = arrival;
    this.demands[this.count++] = demand;
  }

  /** What a lone source has at hand before that moment. */
  take(arrivals: Arrivals, until: number): void {
    this.room(BLOCK);
    this.count += arrivals.take(until, this.arrivals, this.demands, this.count);
  }

  /** Makes room for so many more. */
  room(more: number): void {
    const wanted = this.count + more;
    if (wanted <= this.arrivals.length) return;
    this.arrivals = grown(this.arrivals, new Float64Array(2 * wanted));
    this.demands = grown(this.demands, new Float64Array(2 * wanted));
  }
}

/** Of those that wait, looked at together: few may start within a stretch. */
const SOME = 256;
