import { EventHeap } from "./event-heap.ts";
import { CLOCK } from "./kinds.ts";

/** What time runs on: the run itself, or a clock. */
export interface TimeBase {
  /** In its own time. */
  readonly now: number;
  /** An event at a time of its own. */
  enter(time: number, kind: number, subject: number, stamp: number): void;
}

/**
 * Virtual time, for work whose speed changes while it is under way (processor sharing). Work is entered with the amount that is
 * left and keeps its place however often the speed changes, so a change costs one entry in the base, O(log n). A clock may run on
 * another one: GPUs on their node.
 */
export class Clock implements TimeBase {
  /** What is under way, by the virtual time at which it is done. */
  readonly events = new EventHeap();
  private readonly index: number;
  private readonly base: TimeBase;
  private speed = 1;
  /** Virtual time, less that of the base, at the last change of speed: while the speed is 1, nothing is rounded. */
  private offset = 0;
  /** That moment, in the base's time. */
  private since = 0;
  /** The entry in the base that is meant; older ones are not. */
  private stamp = 0;

  constructor(index: number, base: TimeBase) {
    this.index = index;
    this.base = base;
  }

  get now(): number {
    const { now } = this.base;
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

  enter(time: number, kind: number, subject: number, stamp: number): void {
    const first = time < this.events.time;
    this.events.push(time, kind, subject, stamp);
    if (first) this.announce();
  }

  /** Whether an entry of the base with this stamp is the one that is meant; if so, the clock stands exactly at its first event. */
  reached(stamp: number): boolean {
    if (stamp !== this.stamp) return false;
    if (this.speed !== 1) this.rest(this.events.time);
    return true;
  }

  /** Enters in the base when the first event is due: to be called whenever that has been taken out. */
  announce(): void {
    this.stamp++;
    if (this.events.size === 0) return;
    const at = this.events.time;
    const { now } = this.base;
    const due = this.speed === 1 ? at - this.offset : now + (at - this.now) / this.speed;
    this.base.enter(Math.max(now, due), CLOCK, this.index, this.stamp);
  }

  /** Counts on from here. */
  private rest(value: number): void {
    this.since = this.base.now;
    this.offset = value - this.since;
  }
}
