import { grown } from "../engine/grown.ts";
import { Tally } from "../measure/gauge.ts";
import type { BrokerQueue } from "../plant/broker-queue.ts";
import type { GroupState } from "../plant/group.ts";
import type { Plant } from "../plant/plant.ts";
import { BUSY, IDLE } from "../plant/replicas.ts";
import { FreeTimes } from "./free-times.ts";
import { noteWaits } from "./note-waits.ts";
import { type Arriving, serveArrivals } from "./serve-arrivals.ts";

/**
 * A queue and the one group that serves it, over a stretch of time in which nothing happens but arrivals and completions. A task then
 * starts at the later of its arrival and the moment the first replica is free: one operation a task, no events.
 */
export class Lane implements Arriving {
  readonly queueIndex: number;
  readonly free = new FreeTimes();
  arrivals = new Float64Array(1024);
  demands = new Float64Array(1024);
  arrived = 0;
  starts = new Float64Array(1024);
  sojourns = new Float64Array(1024);
  /** Or −2 − row of a task that had waited before the stretch. */
  latest = new Int32Array(64);
  work = new Tally();
  /** Tasks completed within the stretch. */
  completed = 0;
  private readonly plant: Plant;
  private readonly queue: BrokerQueue;
  private readonly group: GroupState;
  /** When those that had waited before the stretch started. */
  private earlier: Float64Array = new Float64Array(64);
  /** Order of the first completion that is entered within the stretch, and how many are. */
  private first = 0;
  private begun = 0;

  constructor(plant: Plant, queueIndex: number, group: GroupState) {
    this.plant = plant;
    this.queueIndex = queueIndex;
    this.queue = plant.queues[queueIndex]!;
    this.group = group;
  }

  /** Whether this replica takes part, at work or idle. */
  takes(row: number): boolean {
    const { phases, groups } = this.plant.replicas;
    return phases[row] === BUSY && groups[row] === this.group.index;
  }

  /** A replica is at work until then. */
  busy(time: number, order: number, row: number): void {
    this.free.push(time, order, row);
  }

  open(): void {
    const { free, group, plant } = this;
    const { idleSince, idleAfter } = plant.replicas;
    // In the order of the list, and before any that is only about to be free at the same instant.
    let order = -plant.replicas.ids.length;
    for (let row = group.firstIdle; row !== -1; row = idleAfter[row]!) free.push(idleSince[row]!, order++, row);
    if (this.latest.length < plant.replicas.phases.length) this.latest = new Int32Array(plant.replicas.phases.length);
  }

  grow(): void {
    this.arrivals = grown(this.arrivals, new Float64Array(2 * this.arrivals.length));
    this.demands = grown(this.demands, new Float64Array(2 * this.demands.length));
  }

  /** Everything up to that moment. `first`: the order of the next completion that is entered. Returns how many were. */
  run(until: number, first: number): number {
    const { queue, group } = this;
    this.first = first;
    this.begun = 0;
    this.completed = 0;
    this.work = new Tally();
    if (this.starts.length < this.arrivals.length) {
      this.starts = new Float64Array(this.arrivals.length);
      this.sojourns = new Float64Array(this.arrivals.length);
    }
    this.finishFirst(until);
    const waited = this.serveWaiting(until);
    const started = waited === queue.waiting.value ? this.serve(until) : 0;
    queue.arrived += this.arrived;
    queue.delivered += this.begun;
    queue.completed += this.completed;
    group.completed += this.completed;
    noteWaits(queue, this, this.earlier.subarray(0, waited), started);
    this.close(until, waited, started);
    return this.begun;
  }

  /** The tasks that were in service before and are done within the stretch. */
  private finishFirst(until: number): void {
    const { plant, free, queue } = this;
    const { replicas, tasks } = plant;
    for (let at = 0; at < free.size; at++) {
      const row = free.rows[at]!;
      const task = replicas.tasks[row]!;
      if (free.times[at]! >= until || replicas.phases[row] !== BUSY) continue;
      queue.sojourns.add(free.times[at]! - tasks.arrivals[task]!);
      tasks.remove(task);
      replicas.served[row]!++;
      this.completed++;
    }
  }

  /** Those that wait already: no replica idles, so each starts when the first is free. Returns how many started. */
  private serveWaiting(until: number): number {
    const { plant, free, queue, latest } = this;
    const { tasks, replicas } = plant;
    let place = 0;
    for (; place < queue.waiting.value && free.times[0]! < until; place++) {
      const start = free.times[0]!;
      const row = free.rows[0]!;
      const task = queue.at(place);
      const arrival = tasks.arrivals[task]!;
      const end = start + tasks.demands[task]!;
      if (tasks.begun[task] === 0) {
        tasks.begun[task] = 1;
        queue.waits.add(start - arrival);
        if (start > arrival) queue.waitedAtAll++;
      }
      this.earlier = kept(this.earlier, place);
      this.earlier[place] = start;
      latest[row] = -2 - task;
      replicas.taskSince[row] = start;
      if (end < until) {
        queue.sojourns.add(end - arrival);
        tasks.remove(task);
        replicas.served[row]!++;
        this.completed++;
      }
      free.replace(end, this.first + this.begun++, row);
    }
    return place;
  }

  private serve(until: number): number {
    const { started, done } = serveArrivals(this, this.free, this.plant.replicas, until, this.first + this.begun);
    this.begun += started;
    this.completed += done;
    this.queue.sojourns.addAll(this.sojourns, done);
    return started;
  }

  /** Leaves the plant as the event loop would have. */
  private close(until: number, waited: number, started: number): void {
    const { plant, queue, group, free, latest, arrivals, demands, work } = this;
    const { replicas, tasks, events } = plant;
    const ranks = tasks.reserve(this.arrived);
    const task = (index: number) => {
      const row = tasks.add(arrivals[index]!, demands[index]!, this.queueIndex);
      tasks.orders[row] = ranks + index;
      return row;
    };
    const joining = Array.from({ length: this.arrived - started }, (_, index) => task(started + index));
    queue.exchange(waited, joining);
    group.firstIdle = -1;
    group.lastIdle = -1;
    for (; free.times[0]! < until; free.pop()) {
      const row = free.rows[0]!;
      if (replicas.busyFrom[row]! >= 0) this.rest(row, free.times[0]!);
      group.addIdle(replicas, row);
    }
    for (let at = 0; at < free.size; at++) {
      const row = free.rows[at]!;
      if (free.ranks[row]! >= this.first) {
        const what = latest[row]!;
        const served = what < 0 ? -2 - what : task(what);
        tasks.begun[served] = 1;
        replicas.tasks[row] = served;
        replicas.phases[row] = BUSY;
      }
      events.insert(free.times[at]!, free.ranks[row]!, row, replicas.stamps[row]!);
    }
    for (const gauge of [group.busy, queue.inService]) gauge.include(work);
  }

  private rest(row: number, since: number): void {
    const { replicas } = this.plant;
    this.work.add(since, -1);
    replicas.endBusy(row, since);
    replicas.tasks[row] = -1;
    replicas.phases[row] = IDLE;
    replicas.idleSince[row] = since;
  }
}

/** With room for this place. */
function kept(column: Float64Array, place: number): Float64Array {
  return place < column.length ? column : grown(column, new Float64Array(2 * column.length));
}
