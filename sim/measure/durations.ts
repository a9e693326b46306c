import { grown } from "../engine/grown.ts";
import type { Durations, Ecdf } from "../result.ts";
import { ExactSum } from "./exact-sum.ts";
import { Histogram } from "./histogram.ts";
import { inOrder } from "./in-order.ts";

/** Waits or sojourns of one run. Keeps every value up to a million, from there on a histogram. */
export class DurationRecord {
  count = 0;
  private readonly sum = new ExactSum();
  private max = 0;
  private kept: Float64Array = new Float64Array(256);
  /** Those kept, in order, once somebody has asked for quantiles: sorting takes most of the time of a short run's end. */
  private ordered: Float64Array = new Float64Array(0);
  private histogram: Histogram | undefined;

  add(value: number): void {
    this.sum.add(value);
    if (value > this.max) this.max = value;
    if (this.histogram !== undefined) this.histogram.add(value);
    else if (this.count < this.kept.length) this.kept[this.count] = value;
    else this.keepMore(value);
    this.count++;
  }

  /** The first so many of a column: in loops that call nothing. */
  addAll(values: Float64Array, count: number): void {
    if (this.count + count > EXACT) this.spill().addAll(values, count);
    else this.room(count).set(values.subarray(0, count), this.count);
    this.count += count;
    this.sum.addAll(values, count);
    let max = 0;
    for (let index = 0; index < count; index++) if (values[index]! > max) max = values[index]!;
    if (max > this.max) this.max = max;
  }

  /** Nothing, so many times. */
  addZeros(count: number): void {
    if (this.count + count > EXACT) this.spill().addZeros(count);
    else this.room(count).fill(0, this.count, this.count + count);
    this.count += count;
  }

  /** Mean, maximum and percentiles; undefined when nothing was recorded. */
  summary(): Durations | undefined {
    if (this.count === 0) return undefined;
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
    const quantile = this.quantiles();
    const share = Array.from({ length: POINTS }, (_, index) => index / (POINTS - 1));
    return { value: share.map((at) => (at === 1 ? this.max : quantile(at))), share };
  }

  /** How many were at most `limit`; to within 0.1 % of it once the histogram is in use. */
  within(limit: number): number {
    if (this.histogram !== undefined) return this.histogram.atMost(limit);
    let count = 0;
    for (let index = 0; index < this.count; index++) if (this.kept[index]! <= limit) count++;
    return count;
  }

  /** All of several records as one. */
  static merged(records: readonly DurationRecord[]): DurationRecord {
    const only = records[0];
    if (records.length === 1 && only !== undefined) return only;
    const all = new DurationRecord();
    for (const { sum, max, count } of records) {
      all.sum.include(sum);
      all.max = Math.max(all.max, max);
      all.count += count;
    }
    if (all.count > EXACT || records.some(({ histogram }) => histogram !== undefined)) {
      const histogram = new Histogram();
      for (const record of records) histogram.merge(record.histogram ?? histogramOf(record.kept, record.count));
      all.histogram = histogram;
    } else {
      all.ordered = records.map((record) => record.sorted()).reduce(interleaved, new Float64Array(0));
      all.kept = all.ordered;
    }
    return all;
  }

  private keepMore(value: number): void {
    if (this.count >= EXACT) this.spill().add(value);
    else this.room(1)[this.count] = value;
  }

  /** Those kept, with room for so many more. */
  private room(more: number): Float64Array {
    const { kept, count } = this;
    if (count + more > kept.length)
      this.kept = grown(kept, new Float64Array(Math.min(EXACT, Math.max(count + more, 4 * kept.length))));
    return this.kept;
  }

  private spill(): Histogram {
    if (this.histogram === undefined) {
      this.histogram = histogramOf(this.kept, this.count);
      this.kept = new Float64Array(0);
    }
    return this.histogram;
  }

  private sorted(): Float64Array {
    if (this.ordered.length !== this.count) this.ordered = inOrder(this.kept.subarray(0, this.count));
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
const POINTS = 201;
