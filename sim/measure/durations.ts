import { grown } from "../engine/grown.ts";
import type { Durations, Ecdf } from "../result.ts";
import { ExactSum } from "./exact-sum.ts";
import { Histogram } from "./histogram.ts";
import { orderStatistics } from "./order-statistics.ts";

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
  /** First a fraction, as those to come are: V8 gives up code when a field that held whole numbers gets one. */
  private max = Number.NaN;
  /** Those of the distribution, once somebody has asked for it: it has those of the summary, too. */
  private quantiles: readonly number[] | undefined;
  private histogram = NONE;

  constructor() {
    this.max = 0;
  }

  get count(): number {
    return this.size + this.zeros + this.histogram.total;
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
      this.spill().addAll(values, 0, count);
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
    const known = this.quantiles;
    const [p50, p90, p95, p99] =
      known === undefined ? this.quantilesAt(TOLD) : TOLD.map((share) => known[Math.round(share * (POINTS - 1))]!);
    return { mean: this.sum.total / this.count, p50: p50!, p90: p90!, p95: p95!, p99: p99!, max: this.max };
  }

  /** The distribution at 201 shares, the largest value last. */
  ecdf(): Ecdf {
    if (this.count === 0) return { value: [], share: [] };
    this.settle();
    this.quantiles ??= this.quantilesAt(SHARES);
    return { value: [...this.quantiles.slice(0, -1), this.max], share: [...SHARES] };
  }

  /** How many were at most `limit`; to within 0.1 % of it once the histogram is in use. */
  within(limit: number): number {
    this.settle();
    if (this.histogram !== NONE) return this.histogram.atMost(limit);
    const { kept, size } = this;
    if (this.max <= limit) return size;
    let count = 0;
    // Without a jump, which would be mispredicted half the time.
    for (let index = 0; index < size; index++) count += ((kept[index]! <= limit) as unknown as number) | 0;
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
    if (count > EXACT || records.some(({ histogram }) => histogram !== NONE)) {
      all.histogram = new Histogram();
      for (const { histogram, kept, size } of records)
        all.histogram.merge(histogram === NONE ? histogramOf(kept, size) : histogram);
    } else {
      all.kept = new Float64Array(count);
      for (const { kept, size } of records) {
        all.kept.set(kept.subarray(0, size), all.size);
        all.size += size;
      }
      all.noted = count;
    }
    return all;
  }

  private makeRoom(): void {
    if (this.histogram !== NONE) this.settle();
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
    if (this.histogram === NONE) {
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
    if (this.noted < size || zeros > 0) this.quantiles = undefined;
    for (; this.noted < size; this.noted += BLOCK) this.note(kept, this.noted, Math.min(size, this.noted + BLOCK));
    if (histogram === NONE) {
      this.room(zeros).fill(0, size, size + zeros);
      this.size += zeros;
    } else {
      for (let from = 0; from < size; from += BLOCK) histogram.addAll(kept, from, Math.min(size, from + BLOCK));
      histogram.addZeros(zeros);
      this.size = 0;
    }
    this.zeros = 0;
    this.noted = this.size;
  }

  private note(values: Float64Array, from: number, to: number): void {
    const most = this.sum.addAll(values, from, to);
    if (most > this.max) this.max = most;
  }

  /** Linear interpolation between order statistics: the value at rank `share · (count − 1)`, counted from 0. Shares rise. */
  private quantilesAt(shares: readonly number[]): number[] {
    const { count } = this;
    const last = count - 1;
    const ranks = shares.map((share) => share * last);
    const at = this.valuesAt(around(ranks, last));
    return ranks.map((rank) => {
      const below = Math.floor(rank);
      const low = at(below);
      const high = at(Math.min(below + 1, last));
      return low + (high - low) * (rank - below);
    });
  }

  /** Those at some whole ranks, which rise. */
  private valuesAt(ranks: readonly number[]): (rank: number) => number {
    const { histogram, max, count } = this;
    if (histogram === NONE) {
      const ordered = orderStatistics(this.kept.subarray(0, count), ranks);
      return (rank) => ordered[rank]!;
    }
    const values = new Map(histogram.at(ranks).map((value, index) => [ranks[index], Math.min(max, value)]));
    return (rank) => values.get(rank)!;
  }
}

function histogramOf(values: Float64Array, count: number): Histogram {
  const histogram = new Histogram();
  histogram.addAll(values, 0, count);
  return histogram;
}

/** The whole ranks next to these, which rise. */
function around(ranks: readonly number[], last: number): number[] {
  const whole: number[] = [];
  let greatest = -1;
  for (const rank of ranks) {
    const below = Math.floor(rank);
    const above = Math.min(below + 1, last);
    if (below > greatest) whole.push(below);
    if (above > below && above > greatest) whole.push(above);
    greatest = above;
  }
  return whole;
}

/** Stands where there is none: V8 gives up code when a field that was undefined gets something, too. */
const NONE = new Histogram();
/** Percentiles are exact up to this many tasks a run. */
const EXACT = 1_000_000;
/** Values that go into the histogram together. */
const BLOCK = 1024;
const POINTS = 201;
const SHARES = Array.from({ length: POINTS }, (_, index) => index / (POINTS - 1));
/** Of the summary. */
const TOLD = [0.5, 0.9, 0.95, 0.99];
