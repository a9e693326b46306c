import { grown } from "../engine/grown.ts";
import type { Durations, Ecdf } from "../result.ts";
import { ExactSum } from "./exact-sum.ts";
import { Histogram } from "./histogram.ts";
import { orderStatistics } from "./order-statistics.ts";

/** Waits or sojourns of one run. Keeps every value up to a million, from there on a histogram. */
export class DurationRecord {
  /** Every value but zeros, or with a histogram those that are not in it yet: a task leaves one number, the rest is done for many. */
  private kept: Float64Array;
  size = 0;
  /** Zeros that are not among them, nor in the histogram. */
  private zeros = 0;
  /** Of those kept, how many are in the sum and the maximum. */
  private noted = 0;
  private readonly sum = new ExactSum();
  /** First a fraction, as those to come are: V8 gives up code when a field that held whole numbers gets one. */
  private max = Number.NaN;
  /** Those of the distribution, once somebody has asked for it: it has those of the summary, too. */
  private quantiles: readonly number[] | undefined;
  /** Those of the summary alone. */
  private told: readonly number[] | undefined;
  /** How many there were when they were looked for. */
  private known = 0;
  /** The limit asked for last, at how many of those kept has been looked, and how many of them were within it. */
  private limit = Number.NaN;
  private looked = 0;
  private below = 0;
  private histogram = NONE;
  /** Records whose values it tells of without keeping them. */
  private parts: readonly DurationRecord[] = NOTHING;

  constructor(room = FEW) {
    this.kept = new Float64Array(room);
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

  /** A column with room for so many more, which the caller writes behind `size` and then takes up. */
  open(most: number): Float64Array {
    if (this.histogram === NONE && this.count + most <= EXACT) return this.room(most);
    this.spill();
    this.settle();
    if (this.kept.length < most) this.kept = new Float64Array(most);
    return this.kept;
  }

  /** So many have been written. */
  takeUp(count: number): void {
    this.size += count;
  }

  /** Mean, maximum and percentiles; undefined when nothing was recorded. */
  summary(): Durations | undefined {
    if (this.count === 0) return undefined;
    this.settle();
    const [p50, p90, p95, p99] = this.percentiles();
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
    const { kept, size, zeros, parts } = this;
    if (this.max <= limit) return this.count;
    if (parts !== NOTHING) return parts.reduce((sum, part) => sum + part.within(limit), 0);
    if (this.limit !== limit) {
      this.limit = limit;
      this.looked = 0;
      this.below = 0;
    }
    this.below += atMost(limit, kept, this.looked, size);
    this.looked = size;
    return this.below + (limit < 0 ? 0 : zeros);
  }

  /** All of several records as one. Nothing is added to them, or to it, any more. */
  static merged(records: readonly DurationRecord[]): DurationRecord {
    const only = records[0];
    if (records.length === 1 && only !== undefined) return only;
    const all = new DurationRecord(0);
    for (const record of records) {
      record.settle();
      all.sum.include(record.sum);
      all.max = Math.max(all.max, record.max);
    }
    const count = records.reduce((sum, record) => sum + record.count, 0);
    if (count > EXACT || records.some(({ histogram }) => histogram !== NONE)) {
      all.histogram = new Histogram();
      for (const record of records) {
        all.histogram.merge(record.histogram === NONE ? histogramOf(record.column()) : record.histogram);
        all.histogram.addZeros(record.zeros);
      }
    } else {
      all.parts = records;
      for (const { size, zeros } of records) {
        all.size += size;
        all.zeros += zeros;
      }
      all.noted = all.size;
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
    if (this.count !== this.known) {
      this.known = this.count;
      this.quantiles = undefined;
      this.told = undefined;
    }
    const { kept, size, zeros, histogram } = this;
    for (; this.noted < size; this.noted += BLOCK) this.note(kept, this.noted, Math.min(size, this.noted + BLOCK));
    if (histogram !== NONE) {
      for (let from = 0; from < size; from += BLOCK) histogram.addAll(kept, from, Math.min(size, from + BLOCK));
      histogram.addZeros(zeros);
      this.size = 0;
      this.zeros = 0;
    }
    this.noted = this.size;
  }

  private note(values: Float64Array, from: number, to: number): void {
    const most = this.sum.addAll(values, from, to);
    if (most > this.max) this.max = most;
  }

  /** Those of the summary. */
  private percentiles(): readonly number[] {
    const { quantiles } = this;
    if (quantiles !== undefined) return TOLD.map((share) => quantiles[Math.round(share * (POINTS - 1))]!);
    if (this.told === undefined) this.findTold();
    return this.told!;
  }

  /** The percentiles of its parts on the way, because they are asked for as well. */
  private findTold(): void {
    const { parts } = this;
    if (parts === NOTHING) {
      this.told = this.quantilesAt(TOLD);
      return;
    }
    const open = parts.map((part) => part.count > 0 && part.quantiles === undefined && part.told === undefined);
    const columns = parts.map((part, index) => ({ values: part.column(), ranks: open[index] ? part.ranks(TOLD) : [] }));
    const found = orderStatistics(columns, this.max, this.ranks(TOLD));
    for (const [index, part] of parts.entries())
      if (open[index]) part.told = interpolated(TOLD, part.count, part.behindZeros(found[index]!));
    this.told = interpolated(TOLD, this.count, this.behindZeros(found[parts.length]!));
  }

  private quantilesAt(shares: readonly number[]): number[] {
    const { histogram, max, count } = this;
    if (histogram === NONE) {
      const [ordered] = orderStatistics([{ values: this.column(), ranks: this.ranks(shares) }], max);
      return interpolated(shares, count, this.behindZeros(ordered!));
    }
    const ranks = around(ranksOf(shares, count), count - 1);
    const values = new Map(histogram.at(ranks).map((value, index) => [ranks[index], Math.min(max, value)]));
    return interpolated(shares, count, (rank) => values.get(rank)!);
  }

  /** All but zeros. */
  private column(): Float64Array {
    const { parts } = this;
    if (parts !== NOTHING) {
      this.parts = NOTHING;
      this.kept = new Float64Array(this.size);
      let place = 0;
      for (const part of parts) {
        this.kept.set(part.column(), place);
        place += part.size;
      }
    }
    return this.kept.subarray(0, this.size);
  }

  /** Whole ranks that are asked for there, among all but zeros. */
  private ranks(shares: readonly number[]): number[] {
    const { count, zeros } = this;
    const ranks: number[] = [];
    for (const rank of around(ranksOf(shares, count), count - 1)) if (rank >= zeros) ranks.push(rank - zeros);
    return ranks;
  }

  private behindZeros(ordered: Float64Array): (rank: number) => number {
    const { zeros } = this;
    return (rank) => (rank < zeros ? 0 : ordered[rank - zeros]!);
  }
}

/** How many from one place up to another: without a jump, which would be mispredicted half the time. */
function atMost(limit: number, values: Float64Array, from: number, to: number): number {
  let count = 0;
  for (let index = from; index < to; index++) count += ((values[index]! <= limit) as unknown as number) | 0;
  return count;
}

/** Linear interpolation between order statistics: the value at rank `share · (count − 1)`, counted from 0. Shares rise. */
function interpolated(shares: readonly number[], count: number, at: (rank: number) => number): number[] {
  return ranksOf(shares, count).map((rank) => {
    const below = Math.floor(rank);
    const low = at(below);
    const high = at(Math.min(below + 1, count - 1));
    return low + (high - low) * (rank - below);
  });
}

function ranksOf(shares: readonly number[], count: number): number[] {
  const last = count - 1;
  return shares.map((share) => share * last);
}

function histogramOf(values: Float64Array): Histogram {
  const histogram = new Histogram();
  histogram.addAll(values, 0, values.length);
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

const NOTHING: readonly DurationRecord[] = [];
/** Stands where there is none: V8 gives up code when a field that was undefined gets something, too. */
const NONE = new Histogram();
/** Percentiles are exact up to this many tasks a run. */
const EXACT = 1_000_000;
/** Values that go into the histogram together. */
const BLOCK = 1024;
/** For how many there is room at first. */
const FEW = 256;
const POINTS = 201;
const SHARES = Array.from({ length: POINTS }, (_, index) => index / (POINTS - 1));
/** Of the summary. */
const TOLD = [0.5, 0.9, 0.95, 0.99];
