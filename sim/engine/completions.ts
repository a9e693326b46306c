import { grown } from "./grown.ts";

/**
 * When each replica that works in real time is done: at most one moment a replica. A calendar: a year is cut into bins, several for
 * each row, and a bin is a list of rows in the order of time, with a bit that tells whether it is empty; of one instant the one that
 * was entered first comes first. Rows that are done after the year are looked for when it ends. It gets longer while little
 * happens in it, and shorter where lists get long.
 */
export class Completions {
  /** By row; Infinity for those that do nothing. A column that callers fill: V8 would box a moment that is handed over. */
  times = new Float64Array(ROWS + 1).fill(Number.POSITIVE_INFINITY);
  /** By row: the place among those of one instant: by group, and within it who was entered first. */
  orders = new Float64Array(ROWS + 1);
  /** By row: what the orders of its group begin with. */
  ranks = new Float64Array(ROWS + 1);
  /** Who is done next; if nobody is under way, the row behind all others, whose time is Infinity. */
  row = ROWS;
  /** By row: who follows in its bin, or −1. */
  private next = new Int32Array(ROWS);
  /** By bin: the ends of its list, where the bit of the bin says that there is one. */
  private first = new Int32Array(ROWS * BINS);
  private last = new Int32Array(ROWS * BINS);
  private filled = new Int32Array((ROWS * BINS) / 32 + 1);
  private bins = ROWS * BINS;
  /** The first that is not empty; if all are, the number of bins. */
  private bin = ROWS * BINS;
  /** How many are under way, in this year or later. */
  private size = 0;
  private sequence = 0;
  /** The bins are those of before many changes. */
  private stale = false;
  /** Of the year: when it begins and ends, its length, bins a second, and the sequence then. */
  private begin = Number.NaN;
  private end = Number.NEGATIVE_INFINITY;
  private span = 0.1;
  private scale = Number.NaN;
  private opened = 0;
  /** Rows passed in long lists this year, and how many may be. */
  private passed = 0;
  private most = ROWS;

  /** Seconds into the run at which the next is done; Infinity if there is none. */
  get time(): number {
    return this.times[this.row]!;
  }

  /** Makes room for a row, and for those before it. */
  room(row: number, group: number): void {
    this.makeRoom(row);
    this.ranks[row] = group * A_GROUP;
  }

  private makeRoom(row: number): void {
    const before = this.times.length - 1;
    if (row < before) return;
    const rows = 2 ** Math.ceil(Math.log2(row + 1));
    this.times = grown(this.times, new Float64Array(rows + 1).fill(Number.POSITIVE_INFINITY, before));
    this.orders = grown(this.orders, new Float64Array(rows + 1));
    this.ranks = grown(this.ranks, new Float64Array(rows + 1));
    this.bins = rows * BINS;
    this.next = new Int32Array(rows);
    this.first = new Int32Array(rows * BINS);
    this.last = new Int32Array(rows * BINS);
    this.filled = new Int32Array((rows * BINS) / 32 + 1);
    this.rebuild();
  }

  /** Of two rows the one that is done first; −1: nobody. */
  earlier(a: number, b: number): number {
    if (a === -1) return b;
    if (b === -1) return a;
    return isBefore(this.times, this.orders, a, b) ? a : b;
  }

  /** Many times and orders have been changed, and this row is done first; −1: nobody is under way. */
  setFirst(row: number): void {
    this.stale = true;
    this.row = row === -1 ? this.next.length : row;
  }

  /** A row that did nothing has got a time. */
  enter(row: number): void {
    this.orders[row] = this.ranks[row]! + this.sequence++;
    if (this.stale) {
      if (isBefore(this.times, this.orders, row, this.row)) this.row = row;
      return;
    }
    this.size++;
    this.put(row);
    if (this.passed > this.most) this.refine();
  }

  /** The first of all has got a later time. */
  replace(row: number): void {
    this.orders[row] = this.ranks[row]! + this.sequence++;
    if (this.stale) {
      this.rebuild();
      return;
    }
    this.takeFirst();
    this.put(row);
    if (this.passed > this.most) this.refine();
  }

  /** The row does nothing any more. */
  leave(row: number): void {
    if (row === this.row) {
      this.leaveFirst();
      return;
    }
    const time = this.times[row]!;
    this.times[row] = Number.POSITIVE_INFINITY;
    if (this.stale) return;
    this.size--;
    if (time < this.end) this.unlink(row, this.binOf(time));
  }

  /** The first of all does nothing any more. */
  leaveFirst(): void {
    this.times[this.row] = Number.POSITIVE_INFINITY;
    if (this.stale) {
      this.rebuild();
      return;
    }
    this.size--;
    this.takeFirst();
    if (this.bin === this.bins && this.size > 0) this.turn();
  }

  /** The orders of the next so many; returns the first of them. */
  reserve(count: number): number {
    this.sequence += count;
    return this.sequence - count;
  }

  /** After many times and orders have been changed. */
  rebuild(): void {
    const { times } = this;
    this.stale = false;
    this.size = 0;
    for (let row = 0; row < times.length; row++) if (times[row]! < Number.POSITIVE_INFINITY) this.size++;
    this.filled.fill(0);
    this.open();
  }

  /** Who was entered since may be done before the year begins, perhaps by more bins than there are whole numbers. */
  private binOf(time: number): number {
    return time > this.begin ? ((time - this.begin) * this.scale) | 0 : 0;
  }

  private put(row: number): void {
    const time = this.times[row]!;
    if (time >= this.end) {
      if (this.bin === this.bins) this.turn();
      return;
    }
    const bin = this.binOf(time);
    const bit = 1 << (bin & 31);
    const bits = this.filled[bin >> 5]!;
    if ((bits & bit) !== 0) this.insert(row, bin);
    else {
      this.filled[bin >> 5] = bits | bit;
      this.next[row] = -1;
      this.first[bin] = row;
      this.last[bin] = row;
    }
    if (bin > this.bin) return;
    this.bin = bin;
    this.row = this.first[bin]!;
  }

  /** Where it belongs in the list of a bin. */
  private insert(row: number, bin: number): void {
    const { times, orders, next, first, last } = this;
    let before = last[bin]!;
    if (isBefore(times, orders, before, row)) {
      next[before] = row;
      next[row] = -1;
      last[bin] = row;
      return;
    }
    before = first[bin]!;
    if (isBefore(times, orders, row, before)) {
      next[row] = before;
      first[bin] = row;
      return;
    }
    let passed = 0;
    for (let other = next[before]!; isBefore(times, orders, other, row); other = next[before]!) {
      before = other;
      passed++;
    }
    next[row] = next[before]!;
    next[before] = row;
    if (passed > FEW) this.passed += passed;
  }

  /** The first of all is no longer the first. */
  private takeFirst(): void {
    const { next, first, filled, bin, row } = this;
    const follower = next[row]!;
    if (follower !== -1) {
      first[bin] = follower;
      this.row = follower;
      return;
    }
    let word = bin >> 5;
    let bits = filled[word]! & ~(1 << (bin & 31));
    filled[word] = bits;
    const words = filled.length - 1;
    while (bits === 0 && word < words) bits = filled[++word]!;
    if (word === words) {
      this.bin = this.bins;
      this.row = this.next.length;
    } else {
      this.bin = 32 * word + 31 - Math.clz32(bits & -bits);
      this.row = first[this.bin]!;
    }
  }

  /** Takes a row out of its bin that is not the first of all. */
  private unlink(row: number, bin: number): void {
    const { next, first, last, filled } = this;
    const follower = next[row]!;
    if (first[bin] === row) {
      first[bin] = follower;
      if (follower === -1) filled[bin >> 5]! &= ~(1 << (bin & 31));
      return;
    }
    let before = first[bin]!;
    while (next[before] !== row) before = next[before]!;
    next[before] = follower;
    if (follower === -1) last[bin] = before;
  }

  /** The year is over. */
  private turn(): void {
    if (this.sequence - this.opened < this.bins / 4) this.span *= 2;
    this.most = this.next.length;
    this.open();
  }

  /** Too many rows are done at about the same time. */
  private refine(): void {
    this.span /= 4;
    this.most *= 2;
    this.filled.fill(0);
    this.open();
  }

  /** A year that begins when the next is done; the bins are empty. */
  private open(): void {
    const { times } = this;
    let begin = Number.POSITIVE_INFINITY;
    for (let row = 0; row < times.length; row++) if (times[row]! < begin) begin = times[row]!;
    this.row = this.next.length;
    this.bin = this.bins;
    this.passed = 0;
    this.opened = this.sequence;
    this.end = Number.NEGATIVE_INFINITY;
    if (begin === Number.POSITIVE_INFINITY) return;
    this.span = Math.max(this.span, (1 + begin) * 2 ** -40);
    this.begin = begin;
    this.end = begin + this.span;
    // Half a bin less, so that no rounding gets anybody into one after the last.
    this.scale = (this.bins - 0.5) / this.span;
    for (let row = 0; row < times.length; row++) if (times[row]! < this.end) this.put(row);
  }
}

/** Whether row `a` is done before row `b`. */
function isBefore(times: Float64Array, orders: Float64Array, a: number, b: number): boolean {
  const time = times[a]!;
  const other = times[b]!;
  return time < other || (time === other && orders[a]! < orders[b]!);
}

const ROWS = 64;
/** More than are ever entered. */
const A_GROUP = 2 ** 42;
/** For each row. */
const BINS = 16;
/** Rows that may be passed in a list without anybody minding. */
const FEW = 4;
