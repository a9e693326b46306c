import { grown } from "../engine/grown.ts";
import { Tally } from "../measure/gauge.ts";
import type { BrokerQueue, Unmade } from "../plant/broker-queue.ts";
import type { GroupState } from "../plant/group.ts";
import type { Plant } from "../plant/plant.ts";
import { BUSY, IDLE, UNMADE } from "../plant/replicas.ts";
import type { Arrivals, Columns } from "../workload/arrivals.ts";
import type { CoreSteps } from "./core-steps.ts";
import { mostWaiting } from "./note.ts";
import { Roster, stepOf } from "./roster.ts";

/**
 * A queue and the one group that serves it, over stretches in which few tasks come to few replicas.
 *
 * At the end of each the plant knows what has been counted, the gauges, and how long replicas have been at work; which of them work and
 * rest once `settle` has been called. Which tasks wait and are served it knows once `tell` has been; until then tasks are known by their
 * places: first those that the plant knows to wait, then those that have arrived since.
 */
export class ShortLane implements Columns, Unmade {
  readonly roster: Roster;
  /** Those that have arrived since all was told. */
  arrivals = new Float64Array(ROOM);
  demands = new Float64Array(ROOM);
  count = 0;
  private readonly plant: Plant;
  private readonly queueIndex: number;
  private readonly queue: BrokerQueue;
  private readonly group: GroupState;
  private readonly steps: CoreSteps;
  /** Those before this place have started; and had when it last settled. */
  private started = 0;
  private settled = 0;
  /** The rank among all tasks of the first that has arrived since. */
  private ranks = 0;
  /** By place: when those started that did so within the stretch. Of those before them it is some moment before it. */
  private starts = new Float64Array(ROOM);
  /** Some of those that the plant knows to wait. */
  private few = { arrivals: new Float64Array(ROWS), demands: new Float64Array(ROWS) };
  /** Changes of the number waiting within the stretch. */
  private readonly waiting = new Tally();

  constructor(plant: Plant, queueIndex: number, group: GroupState, steps: CoreSteps) {
    this.plant = plant;
    this.queueIndex = queueIndex;
    this.queue = plant.queues[queueIndex]!;
    this.group = group;
    this.steps = steps;
    this.roster = new Roster(plant, group, steps);
    this.queue.unmade = this;
  }

  /** Looks at replicas and tasks anew. */
  open(): void {
    this.roster.open();
  }

  room(count: number): void {
    if (this.arrivals.length >= count) return;
    this.arrivals = grown(this.arrivals, new Float64Array(2 * count));
    this.demands = grown(this.demands, new Float64Array(2 * count));
  }

  /** Everything within a stretch. Returns how many tasks arrived and were completed. */
  run(begin: number, until: number, source: Arrivals): number {
    const { queue, roster, waiting, count: before, started: startedBefore } = this;
    const { size: waited, waitedAtAll } = queue;
    if (before === 0) this.ranks = this.plant.tasks.reserve(RANKS);
    waiting.reset();
    let completed = this.finishFirst(until);
    if (startedBefore < waited) completed += this.serveWaiting(begin, until);
    source.pour(this.queueIndex, until, this);
    const { count } = this;
    if (this.started >= waited && this.started < waited + count && roster.tail > 0)
      completed += this.serve(this.arrivals, this.demands, waited, waited + count, begin, until);
    const { started } = this;
    // Those that had waited were told of when they came.
    const gone = Math.min(started, waited + before) - startedBefore;
    if (gone > 0) waiting.add(begin, -gone);
    this.noteOffered(before);
    if (started < waited + count || queue.waitedAtAll > waitedAtAll) this.noteWaiting(before, begin);
    queue.arrived += count - before;
    queue.delivered += started - startedBefore;
    queue.completed += completed;
    this.group.completed += completed;
    queue.waiting.include(waiting);
    roster.close(begin, until);
    return count - before + completed;
  }

  /** The tasks that were in service before and are done within the stretch. Returns how many. */
  private finishFirst(until: number): number {
    const { plant, queue } = this;
    const waited = queue.size;
    const { rows, times, tail, idle, places } = this.roster;
    if (idle === tail || times[idle]! >= until) return 0;
    const { replicas, tasks } = plant;
    const sojourns = queue.sojourns.open(tail - idle);
    const { size } = queue.sojourns;
    let at = idle;
    for (; at < tail && times[at]! < until; at++) {
      const row = rows[at]!;
      const place = places[row]!;
      let arrival: number;
      if (place >= waited) arrival = this.arrivals[place - waited]!;
      else {
        const task = place === -1 ? replicas.tasks[row]! : queue.at(place);
        arrival = tasks.arrivals[task]!;
        tasks.remove(task);
      }
      sojourns[size + at - idle] = times[at]! - arrival;
      replicas.served[row]!++;
    }
    queue.sojourns.takeUp(at - idle);
    return at - idle;
  }

  /** Those that the plant knows to wait: no replica idles. Returns how many are done. */
  private serveWaiting(begin: number, until: number): number {
    const { queue, roster } = this;
    const waited = queue.size;
    const { tasks } = this.plant;
    let completed = 0;
    for (;;) {
      const { times, head, tail } = roster;
      const from = this.started;
      // So many start, whatever they take.
      let at = head;
      while (at < tail && times[at]! < until) at++;
      const to = Math.min(waited, from + at - head);
      if (to === from) return completed;
      if (this.few.arrivals.length < tail)
        this.few = { arrivals: new Float64Array(2 * tail), demands: new Float64Array(2 * tail) };
      const { arrivals, demands } = this.few;
      for (let place = from; place < to; place++) {
        const task = queue.at(place);
        arrivals[place - from] = tasks.arrivals[task]!;
        demands[place - from] = tasks.demands[task]!;
      }
      completed += this.serve(arrivals, demands, from, to, begin, until);
      for (let place = from; place < to; place++)
        if (this.starts[place]! + demands[place - from]! < until) tasks.remove(queue.at(place));
    }
  }

  /**
   * Those up to a place begin, until nobody is free before the end. `first`: the place of the first of these columns. Returns how many are
   * done. The loop calls nothing, and has its columns as locals.
   */
  private serve(
    arrivals: Float64Array,
    demands: Float64Array,
    first: number,
    to: number,
    begin: number,
    until: number,
  ): number {
    const { queue, roster, started: from } = this;
    const most = to - from;
    roster.room(most);
    if (this.starts.length < to) this.starts = grown(this.starts, new Float64Array(2 * to));
    const { starts } = this;
    const { times, rows, pauses, places, nodes } = roster;
    const { busyFrom, busyTime, served, taskSince } = this.plant.replicas;
    const { steps } = this;
    const { changes, due, glance, places: stepsOfNode } = steps;
    const { cores } = this.group;
    const waits = queue.waits.open(most);
    const sojourns = queue.sojourns.open(most);
    const waitsBefore = queue.waits.size;
    const sojournsBefore = queue.sojourns.size;
    const beginUnits = Math.floor(begin * A_SECOND);
    let ended = 0;
    let waited = 0;
    let waitUnits = 0;
    let { head, tail } = roster;
    let { backlog, noted } = queue;
    let place = from;
    for (; place < to; place++) {
      const freeAt = times[head]!;
      if (freeAt >= until) break;
      const row = rows[head++]!;
      const arrival = arrivals[place - first]!;
      let start = freeAt;
      if (arrival >= freeAt) {
        // It has idled, perhaps since before the stretch.
        start = arrival;
        const node = nodes[row]!;
        const base = stepsOfNode * node;
        let rested = beginUnits;
        if (busyFrom[row] !== -1) {
          rested = Math.floor(freeAt * A_SECOND);
          busyTime[row]! += freeAt - busyFrom[row]!;
          changes[base + stepOf(freeAt, due)]! -= cores;
          if (freeAt > glance) steps.tellAhead(node, freeAt, -cores);
        }
        busyFrom[row] = arrival;
        changes[base + stepOf(arrival, due)]! += cores;
        if (arrival > glance) steps.tellAhead(node, arrival, cores);
        pauses[row]! += Math.floor(arrival * A_SECOND) - rested;
      } else {
        waits[waitsBefore + waited++] = start - arrival;
        waitUnits += Math.floor(start * A_SECOND) - Math.floor(Math.max(arrival, begin) * A_SECOND);
      }
      // It came to an empty queue, or was the first of it since the one before had started.
      backlog += start - Math.max(arrival, noted);
      noted = start;
      starts[place] = start;
      const end = start + demands[place - first]!;
      if (end < until) {
        sojourns[sojournsBefore + ended++] = end - arrival;
        served[row]!++;
      } else {
        places[row] = place;
        taskSince[row] = start;
      }
      let at = tail++;
      // Who was taken out last still stands in front of all, and was free before.
      for (let other = times[at - 1]!; other > end; other = times[--at - 1]!) {
        times[at] = other;
        rows[at] = rows[at - 1]!;
      }
      times[at] = end;
      rows[at] = row;
    }
    queue.backlog = backlog;
    queue.noted = noted;
    roster.head = head;
    roster.tail = tail;
    this.started = place;
    queue.waits.takeUp(waited);
    queue.waits.addZeros(place - from - waited);
    queue.waitedAtAll += waited;
    queue.sojourns.takeUp(ended);
    if (waitUnits < EXACT) this.waiting.addUnits(-waitUnits);
    else this.noteLongWaits(arrivals, first, from, begin);
    return ended;
  }

  /** Of those that started from a place on, where that is too much to be added up in units. */
  private noteLongWaits(arrivals: Float64Array, first: number, from: number, begin: number): void {
    const { waiting, starts, started } = this;
    for (let place = from; place < started; place++) {
      waiting.add(Math.max(arrivals[place - first]!, begin), 1);
      waiting.add(starts[place]!, -1);
    }
  }

  /** The work of those that arrived within the stretch, from there on. */
  private noteOffered(from: number): void {
    const { queue, count, demands } = this;
    let { offered } = queue;
    for (let index = from; index < count; index++) offered += demands[index]!;
    queue.offered = offered;
  }

  /** How many of those waited at a time, and who does at the end. */
  private noteWaiting(from: number, begin: number): void {
    const { queue, count, started, arrivals, waiting } = this;
    const waited = queue.size;
    queue.recentPeak = mostWaiting(queue.recentPeak, waited, arrivals, from, count, this.starts, started);
    queue.waiting.peak = Math.max(queue.waiting.peak, queue.recentPeak);
    const first = Math.max(from, started - waited);
    if (first === count) return;
    // Who waits now has done so since the last start before, or came to an empty queue.
    if (waited + first === started) queue.noted = Math.max(arrivals[first]!, queue.noted);
    const beginUnits = Math.floor(begin * A_SECOND);
    let units = 0;
    for (let index = first; index < count; index++) units += Math.floor(arrivals[index]! * A_SECOND) - beginUnits;
    if (units < EXACT) {
      waiting.add(begin, count - first);
      waiting.addUnits(units);
    } else for (let index = first; index < count; index++) waiting.add(arrivals[index]!, 1);
  }

  /** Tells the plant which replicas are at work, until when, and which rest. */
  settle(): void {
    const { queue, started } = this;
    this.settleIdle();
    this.settleBusy();
    const gone = Math.min(started, queue.size);
    queue.leave(gone);
    this.started = started - gone;
    this.settled = this.started;
  }

  private settleIdle(): void {
    const { plant, group } = this;
    const { times, rows, idle } = this.roster;
    const { phases, tasks, idleSince } = plant.replicas;
    group.firstIdle = -1;
    group.lastIdle = -1;
    for (let at = 0; at < idle; at++) {
      const row = rows[at]!;
      phases[row] = IDLE;
      tasks[row] = -1;
      idleSince[row] = times[at]!;
      plant.completions.times[row] = Number.POSITIVE_INFINITY;
      group.addIdle(plant.replicas, row);
    }
  }

  private settleBusy(): void {
    const { plant, queue, settled } = this;
    const waited = queue.size;
    const { replicas, tasks, completions } = plant;
    const { times, rows, places, idle, tail } = this.roster;
    const gone = Math.min(this.started, waited);
    const order = completions.reserve(this.started - settled) - settled;
    for (let at = idle; at < tail; at++) {
      const row = rows[at]!;
      const place = places[row]!;
      if (place === -1) continue;
      places[row] = place < waited ? -1 : place - gone;
      // It is still at what it was at before.
      if (place < settled) continue;
      replicas.phases[row] = BUSY;
      completions.times[row] = times[at]!;
      completions.orders[row] = completions.ranks[row]! + order + place;
      if (place >= waited) replicas.tasks[row] = UNMADE;
      else {
        const task = queue.at(place);
        tasks.begun[task] = 1;
        replicas.tasks[row] = task;
      }
    }
  }

  /** Once it has settled: makes the tasks that are served and those that wait. */
  tell(): void {
    const { plant, queue, count } = this;
    const waited = queue.size;
    const { replicas, tasks } = plant;
    const { rows, places, idle, tail } = this.roster;
    for (let at = idle; at < tail; at++) {
      const row = rows[at]!;
      const place = places[row]!;
      if (place === -1) continue;
      const task = this.arrived(place - waited);
      tasks.begun[task] = 1;
      replicas.tasks[row] = task;
      places[row] = -1;
    }
    for (let index = count - this.left; index < count; index++) queue.join(this.arrived(index));
    this.started = 0;
    this.settled = 0;
    this.count = 0;
  }

  /** How many of those that have arrived have not begun. */
  get left(): number {
    return this.count - Math.max(0, this.started - this.queue.size);
  }

  get oldest(): number {
    return this.arrivals[this.count - this.left]!;
  }

  /** The first of them begins, on a replica that has just become ready; the plant knew of nobody who waited longer. */
  make(): number {
    return this.arrived(this.started++);
  }

  /** A task that is there. */
  private arrived(index: number): number {
    const { tasks } = this.plant;
    const task = tasks.add(this.arrivals[index]!, this.demands[index]!, this.queueIndex);
    tasks.orders[task] = this.ranks + index;
    return task;
  }
}

const A_SECOND = 2 ** 30;
/** Whole numbers below are exact, and so are the sums on the way there. */
const EXACT = 2 ** 52;
const ROOM = 256;
const ROWS = 64;
/** More tasks than ever arrive before all is told. */
const RANKS = 2 ** 24;
