import type { Scenario } from "../../../scenarios/scenario.ts";
import type { Histogram } from "../../../sim/measure/histogram.ts";
import { sampler } from "../../../sim/random/sampler.ts";
import { stream } from "../../../sim/random/stream.ts";
import { Arrivals } from "../../../sim/workload/arrivals.ts";
import { openSources } from "../../../sim/workload/index.ts";
import { Completions, Waiting, Waits } from "./typed-loop.ts";

/** What the loop tells of one group with its queue; the simulator must say the same. */
export interface GroupAnswer {
  readonly done: number;
  /** Of waits and sojourns the mean, and median, p90, p95, p99 and the largest. */
  readonly wait: number;
  readonly waits: readonly number[];
  readonly sojourn: number;
  readonly sojourns: readonly number[];
  readonly ups: number;
  readonly downs: number;
  /** Means over time. */
  readonly ready: number;
  readonly busy: number;
}

/**
 * What burst.yaml asks for with `distributed-funsearch` as documented, written by hand for that alone and for speed: typed arrays, one
 * heap, and the policy's rule in a few lines on numbers. It has no nodes (there is always room but for a sampler on a GPU, and nobody
 * is slowed down), no observations, no reasons and no lives of replicas; nobody is killed, because no task lasts as long as the grace.
 */
export function burstLoop(scenario: Scenario, seed: number): readonly GroupAnswer[] {
  const { horizon = 0, check } = scenario;
  const { period = horizon } = check;
  const names = scenario.queues.map(({ name }) => name);
  const sources = openSources(scenario, new Map(), seed);
  const arrivals = new Arrivals(sources, (queue) => names.indexOf(queue), seed);
  const events = new Completions();
  const most = scenario.groups.reduce((sum, { initial }) => sum + initial.replicas, 0) + 2 * (1 + horizon / period);
  const replicas = new Replicas(Math.ceil(most));
  const groups = scenario.groups.map((_, index) => new Group(scenario, index, replicas, events, seed));
  let nextCheck = check.phase;
  let nextBin = BIN;

  for (;;) {
    const next = Math.min(nextCheck, nextBin);
    const until = Math.min(next, horizon);
    const arrival = arrivals.time;
    const time = events.time;
    if (arrival < time && arrival < until) {
      groups[arrivals.queue]!.arrive(arrival, arrivals.demand);
      arrivals.advance();
    } else if (time <= until) {
      const row = events.server;
      groups[replicas.groups[row]!]!.happen(time, row);
    } else if (next > horizon) break;
    else if (next === nextCheck) {
      // The evaluators come first.
      for (let index = groups.length - 1; index >= 0; index--) groups[index]!.judge(next, LIMITS[index]!, ROOM[index]!);
      nextCheck += period;
    } else {
      for (const group of groups) group.closeBin(next);
      nextBin += BIN;
    }
  }
  return groups.map((group) => group.answer(horizon));
}

/** Seconds of a bin of the series, as the simulator chooses them for this horizon. */
const BIN = 60;
/** Of the policy: messages that must be exceeded before one is started. And the GPUs there are for samplers. */
const LIMITS = [50, 10];
const ROOM = [16, 200];

const WARMING = 0;
const IDLE = 1;
const BUSY = 2;
const DRAINING = 3;
const GONE = 4;

/** As columns; a row is never used again. */
class Replicas {
  readonly phases: Uint8Array;
  readonly groups: Uint8Array;
  /** When the task arrived that it serves. */
  readonly arrivals: Float64Array;
  count = 0;

  constructor(most: number) {
    this.phases = new Uint8Array(most);
    this.groups = new Uint8Array(most);
    this.arrivals = new Float64Array(most);
  }
}

/** A count with its area, and the area up to where the bin began. */
class Level {
  value = 0;
  private area = 0;
  private since = 0;
  private binned = 0;
  private readonly bins: number[] = [];

  add(now: number, change: number): void {
    this.area += this.value * (now - this.since);
    this.since = now;
    this.value += change;
  }

  closeBin(now: number): void {
    this.add(now, 0);
    this.bins.push((this.area - this.binned) / BIN);
    this.binned = this.area;
  }

  mean(now: number): number {
    this.add(now, 0);
    return this.area / now;
  }
}

class Group {
  private readonly index: number;
  private readonly replicas: Replicas;
  private readonly events: Completions;
  private readonly warmUp: { next(): number };
  private readonly queue = new Waiting();
  private readonly waits = new Waits();
  private readonly sojourns = new Waits();
  /** Rows, oldest first, and those idle, longest first. */
  private readonly members: number[] = [];
  private readonly idle: number[] = [];
  private readonly waiting = new Level();
  private readonly busy = new Level();
  private readonly ready = new Level();
  private readonly warming = new Level();
  private readonly draining = new Level();
  private readonly desired = new Level();
  private readonly levels = [this.waiting, this.busy, this.ready, this.warming, this.draining, this.desired];
  private done = 0;
  private ups = 0;
  private downs = 0;

  constructor(scenario: Scenario, index: number, replicas: Replicas, events: Completions, seed: number) {
    const { name, warmUp, initial } = scenario.groups[index]!;
    this.index = index;
    this.replicas = replicas;
    this.events = events;
    this.warmUp = sampler(warmUp, stream(seed, `warm-up/${name}`));
    for (let count = 0; count < initial.replicas; count++) this.idle.push(this.add(IDLE));
    this.ready.add(0, initial.replicas);
    this.desired.add(0, initial.replicas);
  }

  arrive(now: number, demand: number): void {
    const row = this.idle.shift();
    if (row === undefined) {
      this.queue.push(now, demand);
      this.waiting.add(now, 1);
      return;
    }
    this.busy.add(now, 1);
    this.replicas.phases[row] = BUSY;
    this.replicas.arrivals[row] = now;
    this.waits.add(0);
    this.events.push(now + demand, row);
  }

  /** The first event is of this replica: its task is done, or it is warm. */
  happen(now: number, row: number): void {
    const { phases, arrivals } = this.replicas;
    const phase = phases[row]!;
    if (phase === GONE) {
      this.events.pop();
      return;
    }
    if (phase === WARMING) {
      this.warming.add(now, -1);
      this.ready.add(now, 1);
    } else {
      this.done++;
      this.sojourns.add(now - arrivals[row]!);
    }
    if (phase === DRAINING) {
      this.events.pop();
      this.busy.add(now, -1);
      this.draining.add(now, -1);
      this.forget(row);
    } else if (this.queue.size > 0) {
      if (phase === WARMING) this.busy.add(now, 1);
      phases[row] = BUSY;
      arrivals[row] = this.queue.arrival;
      this.waits.add(now - this.queue.arrival);
      this.events.replace(now + this.queue.service, row);
      this.queue.shift();
      this.waiting.add(now, -1);
    } else {
      this.events.pop();
      if (phase === BUSY) this.busy.add(now, -1);
      phases[row] = IDLE;
      this.idle.push(row);
    }
  }

  /** One more where more wait than the limit and there is room, one fewer where none waits and it is not the last. */
  judge(now: number, limit: number, room: number): void {
    const waiting = this.queue.size;
    if (waiting > limit && this.members.length < room) {
      const row = this.add(WARMING);
      this.warming.add(now, 1);
      this.desired.add(now, 1);
      this.events.push(now + this.warmUp.next(), row);
      this.ups++;
    } else if (waiting === 0 && this.desired.value > 1) {
      this.desired.add(now, -1);
      this.release(now);
      this.downs++;
    }
  }

  closeBin(now: number): void {
    for (const level of this.levels) level.closeBin(now);
  }

  /** Unfinished tasks count with the time they had. */
  answer(now: number): GroupAnswer {
    const { phases, arrivals } = this.replicas;
    for (; this.queue.size > 0; this.queue.shift()) {
      this.waits.add(now - this.queue.arrival);
      this.sojourns.add(now - this.queue.arrival);
    }
    for (const row of this.members)
      if (phases[row] === BUSY || phases[row] === DRAINING) this.sojourns.add(now - arrivals[row]!);
    return {
      done: this.done,
      wait: this.waits.sum / this.waits.histogram.total,
      waits: quantiles(this.waits.histogram),
      sojourn: this.sojourns.sum / this.sojourns.histogram.total,
      sojourns: quantiles(this.sojourns.histogram),
      ups: this.ups,
      downs: this.downs,
      ready: this.ready.mean(now),
      busy: this.busy.mean(now),
    };
  }

  /** The oldest that idles goes, or else the oldest that warms up, or else the oldest drains. */
  private release(now: number): void {
    const { phases } = this.replicas;
    const find = (phase: number) => this.members.find((row) => phases[row] === phase);
    const idle = find(IDLE);
    const warming = idle === undefined ? find(WARMING) : undefined;
    const gone = idle ?? warming;
    if (gone === undefined) {
      const row = find(BUSY)!;
      phases[row] = DRAINING;
      this.ready.add(now, -1);
      this.draining.add(now, 1);
      return;
    }
    (idle === undefined ? this.warming : this.ready).add(now, -1);
    if (idle !== undefined) this.idle.splice(this.idle.indexOf(idle), 1);
    this.forget(gone);
  }

  private add(phase: number): number {
    const row = this.replicas.count++;
    this.replicas.phases[row] = phase;
    this.replicas.groups[row] = this.index;
    this.members.push(row);
    return row;
  }

  private forget(row: number): void {
    this.replicas.phases[row] = GONE;
    this.members.splice(this.members.indexOf(row), 1);
  }
}

/** To within 0.1 %. */
function quantiles(histogram: Histogram): readonly number[] {
  return histogram.at(SHARES.map((share) => share * (histogram.total - 1)));
}

/** Of the median, p90, p95, p99 and the largest. */
const SHARES = [0.5, 0.9, 0.95, 0.99, 1];
