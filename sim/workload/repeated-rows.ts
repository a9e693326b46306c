import type { Stream } from "../random/stream.ts";
import type { Rows } from "./rows.ts";
import type { Timeline } from "./timeline.ts";

/**
 * Rows scaled: each comes `scale` times, a fraction by chance. One copy stays where the row is, every further one is moved later,
 * uniformly by up to `jitter` seconds. Only the copies of the last `jitter` seconds are held, in a heap.
 */
export function repeatedRows(timeline: Timeline, scale: number, jitter: number, stream: Stream): Rows {
  return new RepeatedRows(timeline, scale, jitter, stream);
}

class RepeatedRows implements Rows {
  time = Number.POSITIVE_INFINITY;
  row = 0;
  private readonly timeline: Timeline;
  private readonly scale: number;
  private readonly jitter: number;
  private readonly stream: Stream;
  private nextRow = 0;
  private made = 0;
  private readonly heap: Copy[] = [];

  constructor(timeline: Timeline, scale: number, jitter: number, stream: Stream) {
    this.timeline = timeline;
    this.scale = scale;
    this.jitter = jitter;
    this.stream = stream;
    this.advance();
  }

  advance(): void {
    const { heap, timeline } = this;
    let time = timeline.at(this.nextRow);
    while (time < Number.POSITIVE_INFINITY && (heap[0] === undefined || time < heap[0].time)) {
      this.copy(this.nextRow, time);
      this.nextRow += 1;
      time = timeline.at(this.nextRow);
    }
    const first = take(heap);
    this.time = first?.time ?? Number.POSITIVE_INFINITY;
    this.row = first?.row ?? this.nextRow;
  }

  private copy(row: number, time: number): void {
    const { scale, jitter, stream, heap } = this;
    const whole = Math.floor(scale);
    const copies = scale === whole || stream.next() >= scale - whole ? whole : whole + 1;
    for (let copy = 0; copy < copies; copy += 1) {
      const later = copy === 0 || jitter === 0 ? 0 : jitter * stream.next();
      put(heap, { time: time + later, row, order: this.made });
      this.made += 1;
    }
  }
}

interface Copy {
  readonly time: number;
  readonly row: number;
  /** Among copies of the same moment the one made first comes first. */
  readonly order: number;
}

function before(a: Copy, b: Copy): boolean {
  return a.time < b.time || (a.time === b.time && a.order < b.order);
}

function put(heap: Copy[], copy: Copy): void {
  let place = heap.length;
  while (place > 0) {
    const parent = (place - 1) >> 1;
    const above = heap[parent] as Copy;
    if (before(above, copy)) break;
    heap[place] = above;
    place = parent;
  }
  heap[place] = copy;
}

function take(heap: Copy[]): Copy | undefined {
  const first = heap[0];
  const last = heap.pop();
  if (first === undefined || last === undefined || heap.length === 0) return first;
  let place = 0;
  for (;;) {
    let child = 2 * place + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && before(heap[child + 1] as Copy, heap[child] as Copy)) child += 1;
    if (before(last, heap[child] as Copy)) break;
    heap[place] = heap[child] as Copy;
    place = child;
  }
  heap[place] = last;
  return first;
}
