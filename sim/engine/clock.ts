import type { Dials } from "./dials.ts";
import { EventHeap } from "./event-heap.ts";
import { CLOCK } from "./kinds.ts";

/** The run, as clocks know it. */
export interface RealTime {
  readonly now: number;
  readonly dials: Dials;
}

/**
 * Virtual time, for work whose speed changes while it is under way (processor sharing). Work is entered with the amount that is
 * left and keeps its place however often the speed changes, so a change costs next to nothing however much that is. A clock may run
 * on another one: GPUs on their node.
 */
export class Clock {
  /** What is under way, by the virtual time at which it is done. */
  readonly events = new EventHeap(FEW);
  private readonly index: number;
  private readonly run: RealTime;
  /** The clock it runs on; undefined: the run itself. */
  private readonly base: Clock | undefined;
  private speed = 1;
  /** Virtual time, less that of the base, at the last change of speed: while the speed is 1, nothing is rounded. */
  private offset = 0;
  /** That moment, in the base's time. */
  private since = 0;
  /** The entry in the base that is meant; older ones are not. On the run itself there is none, but a place among its dials, or −1. */
  private stamp = 0;
  private place = -1;
  /** It is at its first event: when it is due next is told after that. */
  private turning = false;

  constructor(index: number, run: RealTime, base?: Clock) {
    this.index = index;
    this.run = run;
    this.base = base;
  }

  get now(): number {
    const now = this.baseNow;
    return this.speed === 1 ? now + this.offset : this.since + this.offset + (now - this.since) * this.speed;
  }

  /** Virtual seconds a second of the base; above 0. */
  set rate(rate: number) {
    if (rate === this.speed) return;
    this.rest(this.now);
    this.speed = rate;
    this.announce();
  }

  /** An event after so much work. */
  schedule(work: number, kind: number, subject: number, stamp: number): void {
    this.enter(this.now + work, kind, subject, stamp);
  }

  /** An event at a virtual time. */
  enter(time: number, kind: number, subject: number, stamp: number): void {
    const first = time < this.events.time;
    this.events.push(time, kind, subject, stamp);
    if (first) this.announce();
  }

  /** Whether an entry of the base with this stamp is the one that is meant. */
  meant(stamp: number): boolean {
    return stamp === this.stamp;
  }

  /** It has come to its first event, and stands exactly there; until `end`, which is to be called once that has been handled. */
  begin(): void {
    if (this.speed !== 1) this.rest(this.events.time);
    this.turning = this.base === undefined;
  }

  end(): void {
    this.turning = false;
    this.announce();
  }

  private get baseNow(): number {
    return this.base === undefined ? this.run.now : this.base.now;
  }

  /** Tells the base when the first event is due. */
  private announce(): void {
    if (this.turning) return;
    if (this.base !== undefined) {
      this.stamp++;
      if (this.events.size > 0) this.base.enter(this.due, CLOCK, this.index, this.stamp);
      return;
    }
    const { dials } = this.run;
    if (this.events.size > 0) {
      if (this.place === -1) this.place = dials.take(this.index);
      dials.times[this.place] = this.due;
      dials.set(this.place);
    } else if (this.place !== -1) {
      dials.leave(this.place);
      this.place = -1;
    }
  }

  /** In the base's time. */
  private get due(): number {
    const at = this.events.time;
    const now = this.baseNow;
    return Math.max(now, this.speed === 1 ? at - this.offset : now + (at - this.now) / this.speed);
  }

  /** Counts on from here. */
  private rest(value: number): void {
    this.since = this.baseNow;
    this.offset = value - this.since;
  }
}

const FEW = 8;
