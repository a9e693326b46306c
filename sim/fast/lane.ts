import { grown } from "../engine/grown.ts";
import { UNITS } from "../measure/gauge.ts";
import type { BrokerQueue } from "../plant/broker-queue.ts";
import type { GroupState } from "../plant/group.ts";
import type { Plant } from "../plant/plant.ts";
import { BUSY, IDLE } from "../plant/replicas.ts";
import { FreeTimes, firstOf } from "./free-times.ts";

/**
 * A queue and the one group that serves it, over a stretch of time in which nothing happens but arrivals and completions. A task then
 * starts at the later of its arrival and the moment the first replica is free: one operation a task, no events.
 */
export class Lane {
  readonly queueIndex: number;
  readonly free = new FreeTimes();
  /** Tasks that arrive within the stretch: when, and seconds of service. */
  arrivals = new Float64Array(1024);
  demands = new Float64Array(1024);
  arrived = 0;
  /** Tasks completed within the stretch. */
  completed = 0;
  private readonly plant: Plant;
  private readonly queue: BrokerQueue;
  private readonly group: GroupState;
  /** When those that had waited before the stretch started, and those that arrive in it. */
  private earlier: Float64Array = new Float64Array(64);
  private starts = new Float64Array(1024);
  private sojourns = new Float64Array(1024);
  /** By replica, what it began last within the stretch: an arrival, or −2 − row of a task that had waited before. */
  private latest = new Int32Array(64);
  /** Order of the first completion that is entered within the stretch. */
  private first = 0;
  private begun = 0;
  /** The same of the number waiting. */
  private change = 0;
  private seconds = 0;
  private units = 0;
  /** Changes of the number at work: how many, and Σ change · moment in seconds and units. */
  private readonly work = new Float64Array(3);

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
    this.work.fill(0);
    if (this.starts.length < this.arrivals.length) {
      this.starts = new Float64Array(this.arrivals.length);
      this.sojourns = new Float64Array(this.arrivals.length);
    }
    this.finishFirst(until);
    const waited = this.serveWaiting(until);
    const allBegun = waited === queue.waiting.value;
    const started = allBegun ? this.serve(until) : 0;
    queue.arrived += this.arrived;
    queue.delivered += this.begun;
    queue.completed += this.completed;
    group.completed += this.completed;
    this.noteWaits(waited, started);
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

  /**
   * Those that arrive. The loop calls nothing and keeps its columns in locals: V8 reads fields anew after every call, and boxes the
   * fractions it hands over. Returns how many started.
   */
  private serve(until: number): number {
    const { arrivals, demands, starts, sojourns, latest, arrived, work } = this;
    const { times, rows, ranks, size } = this.free;
    const { taskSince, busyFrom, busyTime, served } = this.plant.replicas;
    const first = this.first + this.begun;
    let change = 0;
    let seconds = 0;
    let units = 0;
    let done = 0;
    let index = 0;
    for (; index < arrived; index++) {
      const arrival = arrivals[index]!;
      const free = times[0]!;
      if (free >= until) break;
      const row = rows[0]!;
      let start = free;
      if (arrival >= free) {
        start = arrival;
        // It has been idle in between.
        const since = busyFrom[row]!;
        if (since >= 0) {
          busyTime[row]! += free - since;
          const whole = Math.floor(free);
          change--;
          seconds -= whole;
          units -= ((free - whole) * UNITS) | 0;
        }
        busyFrom[row] = arrival;
        const whole = Math.floor(arrival);
        change++;
        seconds += whole;
        units += ((arrival - whole) * UNITS) | 0;
      }
      starts[index] = start;
      taskSince[row] = start;
      latest[row] = index;
      const end = start + demands[index]!;
      if (end < until) {
        sojourns[done++] = end - arrival;
        served[row]!++;
      }
      // Its rank is the highest of all, so it comes after those that are free at the same instant.
      ranks[row] = first + index;
      let at = 0;
      for (let left = 1; left < size; left = 4 * at + 1) {
        let child = left;
        if (left + 3 < size) {
          const a = left + less(times, left + 1, left);
          const b = left + 2 + less(times, left + 3, left + 2);
          child = a + (b - a) * less(times, b, a);
          // A jump that is next to never taken.
          if (times[left] === times[left + 1] || times[left + 2] === times[left + 3] || times[a] === times[b])
            child = firstOf(times, rows, ranks, left, left + 4);
        } else child = firstOf(times, rows, ranks, left, size);
        const least = times[child]!;
        if (end < least) break;
        times[at] = least;
        rows[at] = rows[child]!;
        at = child;
      }
      times[at] = end;
      rows[at] = row;
    }
    work[0]! += change;
    work[1]! += seconds;
    work[2]! += units;
    this.begun += index;
    this.completed += done;
    this.queue.sojourns.addAll(sojourns, done);
    return index;
  }

  /** Waits, and the number waiting with its peak: it is largest just after an arrival. */
  private noteWaits(waited: number, started: number): void {
    const { queue, arrivals, starts, earlier, arrived } = this;
    const before = queue.waiting.value;
    let [seconds, units] = [0, 0];
    let [gone, begun, joined] = [0, 0, 0];
    let { peak } = queue.waiting;
    let recent = queue.recentPeak;
    for (let index = 0; index < waited; index++) {
      const start = earlier[index]!;
      const whole = Math.floor(start);
      seconds -= whole;
      units -= ((start - whole) * UNITS) | 0;
    }
    for (let index = 0; index < arrived; index++) {
      const arrival = arrivals[index]!;
      while (gone < waited && earlier[gone]! <= arrival) gone++;
      while (begun < started && starts[begun]! <= arrival) begun++;
      if (begun > index) continue;
      joined++;
      const whole = Math.floor(arrival);
      seconds += whole;
      units += ((arrival - whole) * UNITS) | 0;
      const waiting = before - gone + index + 1 - begun;
      if (waiting > peak) peak = waiting;
      if (waiting > recent) recent = waiting;
      if (index >= started) continue;
      const start = starts[index]!;
      const wholeStart = Math.floor(start);
      seconds -= wholeStart;
      units -= ((start - wholeStart) * UNITS) | 0;
    }
    for (let index = 0; index < started; index++) starts[index]! -= arrivals[index]!;
    queue.waits.addAll(starts, started);
    const unstarted = arrived - started;
    queue.waitedAtAll += joined - unstarted;
    this.change = unstarted - waited;
    queue.waiting.peak = peak;
    queue.recentPeak = recent;
    this.seconds = seconds;
    this.units = units;
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
    queue.waiting.tally(this.change, this.seconds, this.units);

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
    for (const gauge of [group.busy, queue.inService]) gauge.tally(work[0]!, work[1]!, work[2]!);
  }

  private rest(row: number, since: number): void {
    const { replicas } = this.plant;
    const { work } = this;
    const whole = Math.floor(since);
    work[0]!--;
    work[1]! -= whole;
    work[2]! -= ((since - whole) * UNITS) | 0;
    replicas.endBusy(row, since);
    replicas.tasks[row] = -1;
    replicas.phases[row] = IDLE;
    replicas.idleSince[row] = since;
  }
}

/** 1 if entry `a` is less than entry `b`, else 0; written so that V8 makes no jump of it. */
function less(times: Float64Array, a: number, b: number): number {
  return ((times[a]! < times[b]!) as unknown as number) | 0;
}

/** With room for this place. */
function kept(column: Float64Array, place: number): Float64Array {
  return place < column.length ? column : grown(column, new Float64Array(2 * column.length));
}
