import { grown } from "./grown.ts";

/**
 * The pending events of a run, ordered by (time, kind, sequence). A 4-ary heap over parallel typed arrays: no object is made
 * for an event, and the smallest child is found without branches, which is what costs in a heap whose order is random.
 */
export class EventHeap {
  size = 0;
  private sequence = 0;
  /** Infinity in front when there is no event, so that whoever looks need not ask. */
  private times: Float64Array;
  /** kind · 2⁴⁴ + sequence, so that one comparison settles a tie. */
  private orders: Float64Array;
  private subjects: Int32Array;
  private stamps: Int32Array;

  /** `capacity`: for how many there is room at the beginning. */
  constructor(capacity = 64) {
    this.times = new Float64Array(capacity).fill(Number.POSITIVE_INFINITY, 0, 1);
    this.orders = new Float64Array(capacity);
    this.subjects = new Int32Array(capacity);
    this.stamps = new Int32Array(capacity);
  }

  /** Time of the next event, Infinity if there is none. */
  get time(): number {
    return this.times[0]!;
  }
  /** The four below are defined only while there is an event. */
  get kind(): number {
    // As an integer: V8 would go on with the double that Math.floor gives.
    return (this.orders[0]! / SEQUENCES) | 0;
  }
  get subject(): number {
    return this.subjects[0]!;
  }
  /** Whatever was pushed with it; lets the owner see that an event is no longer meant. */
  get stamp(): number {
    return this.stamps[0]!;
  }

  push(time: number, kind: number, subject: number, stamp: number): void {
    const order = kind * SEQUENCES + this.sequence++;
    if (this.size === this.times.length) this.grow();
    const { times, orders, subjects, stamps } = this;
    let at = this.size++;
    while (at > 0) {
      const parent = (at - 1) >> 2;
      const parentTime = times[parent]!;
      if (parentTime < time || (parentTime === time && orders[parent]! < order)) break;
      times[at] = parentTime;
      orders[at] = orders[parent]!;
      subjects[at] = subjects[parent]!;
      stamps[at] = stamps[parent]!;
      at = parent;
    }
    times[at] = time;
    orders[at] = order;
    subjects[at] = subject;
    stamps[at] = stamp;
  }

  /** Removes the next event. */
  pop(): void {
    this.size--;
    if (this.size > 0) this.sink();
    else this.times[0] = Number.POSITIVE_INFINITY;
  }

  /** Moves the hole at the top down to where the event behind the last one belongs: V8 would box a moment that is handed over. */
  private sink(): void {
    const { times, orders, subjects, stamps, size } = this;
    const time = times[size]!;
    const order = orders[size]!;
    const subject = subjects[size]!;
    const stamp = stamps[size]!;
    let at = 0;
    for (;;) {
      const first = 4 * at + 1;
      if (first >= size) break;
      let child = first;
      if (first + 3 < size) {
        const a = first + less(times, first + 1, first);
        const b = first + 2 + less(times, first + 3, first + 2);
        child = a + (b - a) * less(times, b, a);
        // Ties are rare: a jump that is next to never taken.
        if (times[first] === times[first + 1] || times[first + 2] === times[first + 3] || times[a] === times[b])
          child = firstOf(times, orders, first, first + 4);
      } else child = firstOf(times, orders, first, size);
      const childTime = times[child]!;
      if (time < childTime || (time === childTime && order < orders[child]!)) break;
      times[at] = childTime;
      orders[at] = orders[child]!;
      subjects[at] = subjects[child]!;
      stamps[at] = stamps[child]!;
      at = child;
    }
    times[at] = time;
    orders[at] = order;
    subjects[at] = subject;
    stamps[at] = stamp;
  }

  private grow(): void {
    const capacity = this.times.length * 2;
    this.times = grown(this.times, new Float64Array(capacity));
    this.orders = grown(this.orders, new Float64Array(capacity));
    this.subjects = grown(this.subjects, new Int32Array(capacity));
    this.stamps = grown(this.stamps, new Int32Array(capacity));
  }
}

const SEQUENCES = 2 ** 44;

/** 1 if entry `a` is earlier than entry `b`, else 0; written so that V8 makes no jump of it. */
function less(times: Float64Array, a: number, b: number): number {
  return ((times[a]! < times[b]!) as unknown as number) | 0;
}

/** Of these entries the one that comes first, also among those of one instant. */
function firstOf(times: Float64Array, orders: Float64Array, begin: number, end: number): number {
  let first = begin;
  for (let other = begin + 1; other < end; other++) {
    const time = times[other]!;
    if (time < times[first]! || (time === times[first]! && orders[other]! < orders[first]!)) first = other;
  }
  return first;
}
