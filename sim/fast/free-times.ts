import { grown } from "../engine/grown.ts";

/**
 * When each replica of a lane is free for its next task: a 4-ary heap over columns. Of replicas that are free at one instant the one
 * with the lower rank comes first, as it does in the event loop. Ranks stay where they are: they are only looked up at ties.
 */
export class FreeTimes {
  size = 0;
  /** Infinity in front when there is no replica. */
  times = new Float64Array(64).fill(Number.POSITIVE_INFINITY, 0, 1);
  rows = new Int32Array(64);
  /** By replica. */
  ranks = new Float64Array(64);

  /** Nobody, with room for replicas of so many rows. */
  clear(rows: number): void {
    this.size = 0;
    this.times[0] = Number.POSITIVE_INFINITY;
    if (this.ranks.length < rows) this.ranks = new Float64Array(rows);
  }

  push(time: number, rank: number, row: number): void {
    if (this.size === this.times.length) this.grow();
    const { times, rows, ranks } = this;
    ranks[row] = rank;
    let at = this.size++;
    while (at > 0) {
      const parent = (at - 1) >> 2;
      const above = times[parent]!;
      if (above < time || (above === time && ranks[rows[parent]!]! < rank)) break;
      times[at] = above;
      rows[at] = rows[parent]!;
      at = parent;
    }
    times[at] = time;
    rows[at] = row;
  }

  /** Takes the first away. */
  pop(): void {
    const { times, rows, ranks } = this;
    const last = --this.size;
    if (last === 0) times[0] = Number.POSITIVE_INFINITY;
    else sink(times, rows, ranks, last, times[last]!, rows[last]!);
  }

  /** Puts another entry in the place of the first. */
  replace(time: number, rank: number, row: number): void {
    this.ranks[row] = rank;
    sink(this.times, this.rows, this.ranks, this.size, time, row);
  }

  private grow(): void {
    this.times = grown(this.times, new Float64Array(2 * this.size));
    this.rows = grown(this.rows, new Int32Array(2 * this.size));
  }
}

function sink(
  times: Float64Array,
  rows: Int32Array,
  ranks: Float64Array,
  size: number,
  time: number,
  row: number,
): void {
  const rank = ranks[row]!;
  let at = 0;
  for (let left = 1; left < size; left = 4 * at + 1) {
    const child = firstOf(times, rows, ranks, left, Math.min(left + 4, size));
    const least = times[child]!;
    if (time < least || (time === least && rank < ranks[rows[child]!]!)) break;
    times[at] = least;
    rows[at] = rows[child]!;
    at = child;
  }
  times[at] = time;
  rows[at] = row;
}

/** The entry from `left` up to `end` that comes first. */
export function firstOf(times: Float64Array, rows: Int32Array, ranks: Float64Array, left: number, end: number): number {
  let child = left;
  for (let other = left + 1; other < end; other++) {
    const [time, least] = [times[other]!, times[child]!];
    if (time < least || (time === least && ranks[rows[other]!]! < ranks[rows[child]!]!)) child = other;
  }
  return child;
}
