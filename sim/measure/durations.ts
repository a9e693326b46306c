import { grown } from "../engine/grown.ts";
import type { Durations, Ecdf } from "../result.ts";
import { ExactSum } from "./exact-sum.ts";
import { Histogram } from "./histogram.ts";
import { inOrder } from "./in-order.ts";

/** Waits or sojourns of one run. Keeps every value up to a million, from there on a histogram. */
export class DurationRecord {
  /** Every value but zeros, or with a histogram those that are not in it yet: a task leaves one number, the rest is done for many. */
  private kept: Float64Array = new Float64Array(256);
  private size = 0;
  /** Zeros that are not among them yet. */
  private zeros = 0;
  /** Of those kept, how many are in the sum and the maximum. */
  private noted = 0;
  private readonly sum = new ExactSum();
  private max = 0;
  /** Those kept, in order, once somebody has asked for quantiles: sorting takes most of the time of a short run's end. */
  private ordered: Float64Array = new Float64Array(0);
  private histogram: Histogram | undefined;

  get count(): number {
    return this.size + this.zeros + (this.histogram?.total ?? 0);
  }

  add(value: number): void {
    if (this.size === this.kept.length) this.makeRoom();
    this.kept[this.size++] = value;
  }

  /** Nothing, so many times. */
  addZeros(count: number): void {
    this.zeros += count;
  }

  /** The first so many of a column: in loops that call nothing. */
  addAll(values: Float64Array, count: number): void {
    if (this.count + count > EXACT) {
      this.spill().addAll(values, count);
      this.note(values, 0, count);
    } else {
      this.room(count).set(values.subarray(0, count), this.size);
      this.size += count;
    }
  }

  /** Mean, maximum and percentiles; undefined when nothing was recorded. */
  summary(): Durations | undefined {
    if (this.count === 0) return undefined;
    this.settle();
    const quantile = this.quantiles();
    return {
      mean: this.sum.total / this.count,
      p50: quantile(0.5),
      p90: quantile(0.9),
      p95: quantile(0.95),
      p99: quantile(0.99),
      max: this.max,
    };
  }

  /** The distribution at 201 shares, the largest value last. */
  ecdf(): Ecdf {
    if (this.count === 0) return { value: [], share: [] };
    this.settle();
    const quantile = this.quantiles();
    const share = Array.from({ length: POINTS }, (_, index) => index / (POINTS - 1));
    return { value: share.map((at) => (at === 1 ? this.max : quantile(at))), share };
  }

  /** How many were at most `limit`; to within 0.1 % of it once the histogram is in use. */
  within(limit: number): number {
    this.settle();
    if (this.histogram !== undefined) return this.histogram.atMost(limit);
    let count = 0;
    for (let index = 0; index < this.size; index++) if (this.kept[index]! <= limit) count++;
    return count;
  }

  /** All of several records as one. */
  static merged(records: readonly DurationRecord[]): DurationRecord {
    const only = records[0];
    if (records.length === 1 && only !== undefined) return only;
    const all = new DurationRecord();
    for (const record of records) {
      record.settle();
      all.sum.include(record.sum);
      all.max = Math.max(all.max, record.max);
    }
    const count = records.reduce((sum, record) => sum + record.count, 0);
    if (count > EXACT || records.some(({ histogram }) => histogram !== undefined)) {
      all.histogram = new Histogram();
      for (const { histogram, kept, size } of records) all.histogram.merge(histogram ?? histogramOf(kept, size));
    } else {
      all.ordered = records.map((record) => record.sorted()).reduce(interleaved, new Float64Array(0));
      all.kept = all.ordered;
      all.size = count;
      all.noted = count;
    }
    return all;
  }

  private makeRoom(): void {
    if (this.histogram !== undefined) this.settle();
    else if (this.count >= EXACT) this.spill();
    else this.room(1);
  }

  /** Those kept, with room for so many more. */
  private room(more: number): Float64Array {
    const { kept, size } = this;
    if (size + more > kept.length)
      this.kept = grown(kept, new Float64Array(Math.min(EXACT, Math.max(size + more, 4 * kept.length))));
    return this.kept;
  }

  private spill(): Histogram {
    if (this.histogram === undefined) {
      this.histogram = new Histogram();
      this.settle();
      this.kept = new Float64Array(BLOCK);
    }
    return this.histogram;
  }

  /** Sums up what came since the last time. */
  private settle(): void {
    if (this.count > EXACT) this.spill();
    const { kept, size, zeros, histogram } = this;
    for (; this.noted < size; this.noted += BLOCK) this.note(kept, this.noted, Math.min(size, this.noted + BLOCK));
    if (histogram === undefined) {
      this.room(zeros).fill(0, size, size + zeros);
      this.size += zeros;
    } else {
      histogram.addAll(kept, size);
      histogram.addZeros(zeros);
      this.size = 0;
    }
    this.zeros = 0;
    this.noted = this.size;
  }

  private note(values: Float64Array, from: number, to: number): void {
    this.sum.addAll(values, from, to);
    let max = 0;
    for (let index = from; index < to; index++) if (values[index]! > max) max = values[index]!;
    if (max > this.max) this.max = max;
  }

  private sorted(): Float64Array {
    if (this.ordered.length !== this.size) this.ordered = inOrder(this.kept.subarray(0, this.size));
    return this.ordered;
  }

  /** Linear interpolation between order statistics: the value at rank `share · (count − 1)`, counted from 0. */
  private quantiles(): (share: number) => number {
    const { histogram, count, max } = this;
    const sorted = histogram === undefined ? this.sorted() : undefined;
    const at = (rank: number) => sorted?.[rank] ?? Math.min(max, histogram?.at(rank) ?? 0);
    return (share) => {
      const rank = share * (count - 1);
      const below = Math.floor(rank);
      const low = at(below);
      const high = at(Math.min(below + 1, count - 1));
      return low + (high - low) * (rank - below);
    };
  }
}

function histogramOf(values: Float64Array, count: number): Histogram {
  const histogram = new Histogram();
  histogram.addAll(values, count);
  return histogram;
}

/** Two ordered lists as one. */
function interleaved(a: Float64Array, b: Float64Array): Float64Array {
  const both = new Float64Array(a.length + b.length);
  let left = 0;
  let right = 0;
  for (let at = 0; at < both.length; at++) {
    const takesLeft = right === b.length || (left < a.length && a[left]! <= b[right]!);
    both[at] = takesLeft ? a[left++]! : b[right++]!;
  }
  return both;
}

/** Percentiles are exact up to this many tasks a run. */
const EXACT = 1_000_000;
/** Values that go into the histogram together. */
const BLOCK = 1024;
const POINTS = 201;
