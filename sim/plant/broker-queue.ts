import type { ClassSpec, QueueSpec } from "../../scenarios/scenario.ts";
import { DurationRecord } from "../measure/durations.ts";
import { Gauge } from "../measure/gauge.ts";
import type { FollowUps } from "./follow-ups.ts";

/** Tasks that have arrived and that only the fast path knows, first to last: it makes them where they are needed. */
export interface Unmade {
  readonly left: number;
  /** When the first of them arrived. */
  readonly oldest: number;
  /** The first becomes a task. */
  make(): number;
}

/**
 * One line of tasks: ready messages in their order, counts of those delivered, and what happened to them. A queue of the broker is
 * one line, and one more for each class of its tasks: whoever takes from a queue takes the first of all its lines.
 */
export class BrokerQueue {
  /** The queue's. */
  readonly name: string;
  /** Undefined: the line of the tasks that are of no class. */
  readonly class: string | undefined;
  /** The queue that policies see it as: needs of its own make a class one of its own. */
  readonly seenAs: string;
  /** Redeliver the work of a killed replica (acknowledged after the work), or lose it. */
  readonly redelivers: boolean;
  readonly waiting = new Gauge();
  /** Seconds in which tasks waited, up to `noted`; that means nothing while none wait. */
  backlog = 0;
  noted = 0;
  readonly inService = new Gauge();
  /** Delivered to a replica that has not begun it. */
  readonly held = new Gauge();
  waits = new DurationRecord();
  sojourns = new DurationRecord();
  arrived = 0;
  /** Seconds of service that its tasks ask for. */
  offered = 0;
  completed = 0;
  delivered = 0;
  lost = 0;
  expired = 0;
  /** Of those expired: left out of the waits. */
  expiredInTransient = 0;
  retried = 0;
  /** Of those lost: dropped by a purge. */
  purged = 0;
  redelivered = 0;
  /** Tasks begun within the objective that came to nothing. */
  inVain = 0;
  /** Tasks that expired within the objective of waits, without having begun, and within that of sojourns. */
  leftWithinWait = 0;
  leftWithinSojourn = 0;
  waitedAtAll = 0;
  /** Seconds from arrival after which a waiting task leaves. */
  readonly timeToLive: number;
  readonly retry: QueueSpec["retry"];
  /** What its tasks need, for policies to see. */
  readonly needs: QueueSpec["needs"];
  /** The expiry of the first task is entered among the events; the stamp tells that entry from older ones. */
  watched = false;
  watch = 0;
  /** What a completed task brings about; undefined: nothing. */
  followUps: FollowUps | undefined;
  /** Largest number waiting since the series last looked. */
  recentPeak = 0;
  /** How many wait and are tasks: a whole number, as which V8 keeps it. */
  size = 0;
  /** Those that wait behind them. */
  unmade: Unmade | undefined;
  private ring = new Int32Array(64);
  private head = 0;

  constructor(spec: QueueSpec, kind?: ClassSpec) {
    this.name = spec.name;
    this.class = kind?.name;
    this.seenAs = kind?.needs === undefined ? spec.name : `${spec.name}/${kind.name}`;
    this.redelivers = spec.acknowledge === "after";
    this.timeToLive = kind?.timeToLive ?? spec.timeToLive ?? Number.POSITIVE_INFINITY;
    this.retry = kind?.retry ?? spec.retry;
    this.needs = kind?.needs ?? spec.needs;
  }

  push(now: number, task: number): void {
    if (this.size === this.ring.length) this.grow();
    if (this.size === 0) this.noted = now;
    this.ring[(this.head + this.size++) & (this.ring.length - 1)] = task;
    this.waiting.add(now, 1);
    if (this.size > this.recentPeak) this.recentPeak = this.size;
  }

  /** Whether nobody waits. */
  get isEmpty(): boolean {
    return this.size === 0 && (this.unmade === undefined || this.unmade.left === 0);
  }

  /** When the task arrived that waits longest; NaN: none does. */
  oldest(arrivals: Float64Array): number {
    if (this.size > 0) return arrivals[this.ring[this.head]!]!;
    return this.isEmpty ? Number.NaN : this.unmade!.oldest;
  }

  /** Of those that are tasks the one that waits longest, or −1. */
  first(): number {
    return this.size === 0 ? -1 : this.ring[this.head]!;
  }

  /** Takes out the first; there must be one. */
  shift(now: number): number {
    const task = this.size > 0 ? this.takeOut() : this.unmade!.make();
    this.waiting.add(now, -1);
    this.backlog += now - this.noted;
    this.noted = now;
    return task;
  }

  /** The waiting task in this place, counted from 0. */
  at(place: number): number {
    return this.ring[(this.head + place) & (this.ring.length - 1)]!;
  }

  /** The first so many leave. The gauge knows already. */
  leave(count: number): void {
    this.size -= count;
    this.head = (this.head + count) & (this.ring.length - 1);
  }

  /** A task comes after the last. The gauge knows already. */
  join(task: number): void {
    if (this.size === this.ring.length) this.grow();
    this.ring[(this.head + this.size++) & (this.ring.length - 1)] = task;
  }

  /** Puts a redelivered task back to its old place, before every task that arrived later. `orders`: rank of arrival by task. */
  restore(now: number, task: number, orders: Float64Array): void {
    this.push(now, task);
    const mask = this.ring.length - 1;
    // It belongs near the front, but the ring has its free place at the end: move the hole there.
    this.head = (this.head - 1) & mask;
    let place = this.head;
    const order = orders[task]!;
    for (let left = this.size - 1; left > 0; left--) {
      const next = (place + 1) & mask;
      if (orders[this.ring[next]!]! > order) break;
      this.ring[place] = this.ring[next]!;
      place = next;
    }
    this.ring[place] = task;
  }

  /** The waiting tasks, first to last. */
  *tasks(): Generator<number> {
    for (let index = 0; index < this.size; index++) yield this.ring[(this.head + index) & (this.ring.length - 1)]!;
  }

  private takeOut(): number {
    const task = this.ring[this.head]!;
    this.head = (this.head + 1) & (this.ring.length - 1);
    this.size--;
    return task;
  }

  private grow(): void {
    const { ring, head } = this;
    const grown = new Int32Array(ring.length * 2);
    grown.set(ring.subarray(head));
    grown.set(ring.subarray(0, head), ring.length - head);
    this.ring = grown;
    this.head = 0;
  }
}
