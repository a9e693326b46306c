import { grown } from "./grown.ts";

/**
 * When the clocks that run on the run itself are next due: one moment a clock, in a tournament. A change costs a comparison on each
 * of its few levels, and leaves no entry behind that is not meant any more. Of one instant that clock is first which was set first.
 */
export class Dials {
  /** By place, in seconds into the run; Infinity where no clock is. A column that clocks fill: V8 would box a moment. */
  times = new Float64Array(PLACES).fill(Number.POSITIVE_INFINITY);
  /** By place: who is first of one instant. */
  private orders = new Float64Array(PLACES);
  private clocks = new Int32Array(PLACES);
  /** The places themselves from the middle on; before them, of each pair, that which is first: the first of all at 1. */
  private winners = new Int32Array(2 * PLACES);
  private readonly free: number[] = [];
  private sequence = 0;

  constructor() {
    this.open(0);
  }

  /** Infinity while no clock is due. */
  get time(): number {
    return this.times[this.winners[1]!]!;
  }

  /** Index of the clock that is due then. */
  get clock(): number {
    return this.clocks[this.winners[1]!]!;
  }

  /** A place for a clock, until it leaves it. */
  take(clock: number): number {
    if (this.free.length === 0) this.grow();
    const place = this.free.pop()!;
    this.clocks[place] = clock;
    return place;
  }

  leave(place: number): void {
    this.times[place] = Number.POSITIVE_INFINITY;
    this.set(place);
    this.free.push(place);
  }

  /** A place has got its time anew. */
  set(place: number): void {
    this.orders[place] = this.sequence++;
    for (let at = (place + this.times.length) >> 1; at > 0; at >>= 1) this.play(at);
  }

  private play(at: number): void {
    const { times, orders, winners } = this;
    const left = winners[2 * at]!;
    const right = winners[2 * at + 1]!;
    const time = times[left]!;
    const other = times[right]!;
    winners[at] = time < other || (time === other && orders[left]! < orders[right]!) ? left : right;
  }

  private grow(): void {
    const { length } = this.times;
    this.times = grown(this.times, new Float64Array(2 * length).fill(Number.POSITIVE_INFINITY));
    this.orders = grown(this.orders, new Float64Array(2 * length));
    this.clocks = grown(this.clocks, new Int32Array(2 * length));
    this.winners = new Int32Array(4 * length);
    this.open(length);
  }

  /** The places from this one on are free. */
  private open(from: number): void {
    const { length } = this.times;
    for (let place = length - 1; place >= 0; place--) {
      this.winners[length + place] = place;
      if (place >= from) this.free.push(place);
    }
    for (let at = length - 1; at > 0; at--) this.play(at);
  }
}

const PLACES = 4;
