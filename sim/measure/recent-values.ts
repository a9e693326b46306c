import { grown } from "../engine/grown.ts";

/** Values with their times, as long as they are not older than `keep` seconds: what is measured over a window is exact. */
export class RecentValues {
  private readonly keep: number;
  private times = new Float64Array(64);
  private values = new Float64Array(64);
  /** The entries kept: from the first to before the end, wherever they are in the rings. */
  private first = 0;
  private end = 0;

  constructor(keep: number) {
    this.keep = keep;
  }

  /** Times never go back. */
  add(now: number, value: number): void {
    const mask = this.times.length - 1;
    while (this.first < this.end && this.times[this.first & mask]! <= now - this.keep) this.first++;
    if (this.end - this.first > mask) this.grow();
    const place = this.end++ & (this.times.length - 1);
    this.times[place] = now;
    this.values[place] = value;
  }

  /** How many came after a time: those at the very beginning of a window belong to the one before. */
  count(after: number): number {
    return this.end - this.begin(after);
  }

  /** Mean of those that came after a time; undefined when there are none. */
  mean(after: number): number | undefined {
    const begin = this.begin(after);
    let sum = 0;
    for (let index = begin; index < this.end; index++) sum += this.values[index & (this.values.length - 1)]!;
    return begin === this.end ? undefined : sum / (this.end - begin);
  }

  /** Quantile of those that came after a time, by linear interpolation between them; undefined when there are none. */
  quantile(after: number, share: number): number | undefined {
    const begin = this.begin(after);
    const count = this.end - begin;
    if (count === 0) return undefined;
    const sorted = new Float64Array(count);
    for (let index = 0; index < count; index++) {
      sorted[index] = this.values[(begin + index) & (this.values.length - 1)]!;
    }
    sorted.sort();
    const rank = share * (count - 1);
    const below = Math.floor(rank);
    const low = sorted[below]!;
    return low + (sorted[Math.min(below + 1, count - 1)]! - low) * (rank - below);
  }

  /** The first entry after a time. */
  private begin(after: number): number {
    const mask = this.times.length - 1;
    let low = this.first;
    let high = this.end;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.times[middle & mask]! <= after) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Twice as large, with the first entry in front. */
  private grow(): void {
    const size = this.times.length;
    const turned = (ring: Float64Array) => {
      const at = this.first & (size - 1);
      const straight = new Float64Array(size);
      straight.set(ring.subarray(at));
      straight.set(ring.subarray(0, at), size - at);
      return grown(straight, new Float64Array(size * 2));
    };
    this.times = turned(this.times);
    this.values = turned(this.values);
    this.first = 0;
    this.end = size;
  }
}
