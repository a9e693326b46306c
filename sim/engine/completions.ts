import { grown } from "./grown.ts";

/**
 * When each replica that works in real time is done: at most one moment a replica. A tournament: the winner of every two rows, of
 * every two of those, and so on; of one instant the one that was entered first wins. To change the moment of a row is one
 * comparison a level, and the way up is known beforehand, so there is nothing to mispredict.
 */
export class Completions {
  /** By row; Infinity for those that do nothing. A column that callers fill: V8 would box a moment that is handed over. */
  times = new Float64Array(64).fill(Number.POSITIVE_INFINITY);
  /** By row: the place among those of one instant. */
  orders = new Float64Array(64);
  private sequence = 0;
  /** The winner of all at 1, those it had won against below; the rows themselves from the middle on. */
  private winners = new Int32Array(128);

  constructor() {
    this.rebuild();
  }

  /** Seconds into the run at which the next is done; Infinity if there is none. */
  get time(): number {
    return this.times[this.winners[1]!]!;
  }
  /** Which that is. */
  get row(): number {
    return this.winners[1]!;
  }

  /** Makes room for a row, and for those before it. */
  room(row: number): void {
    const before = this.times.length;
    if (row < before) return;
    const rows = 2 ** Math.ceil(Math.log2(row + 1));
    this.times = grown(this.times, new Float64Array(rows).fill(Number.POSITIVE_INFINITY, before));
    this.orders = grown(this.orders, new Float64Array(rows));
    this.winners = new Int32Array(2 * rows);
    this.rebuild();
  }

  /** A row that did nothing has got a time. It seldom gets far. */
  enter(row: number): void {
    const { times, winners } = this;
    const time = times[row]!;
    this.orders[row] = this.sequence++;
    for (let at = (row + times.length) >> 1; at > 0; at >>= 1) {
      const winner = winners[at]!;
      if (times[winner]! <= time && winner !== row) break;
      winners[at] = row;
    }
  }

  /** The first of all has got a later time. */
  replace(row: number): void {
    this.orders[row] = this.sequence++;
    this.settle(row);
  }

  /** The row does nothing any more. */
  leave(row: number): void {
    this.times[row] = Number.POSITIVE_INFINITY;
    this.settle(row);
  }

  /** The orders of the next so many; returns the first of them. */
  reserve(count: number): number {
    this.sequence += count;
    return this.sequence - count;
  }

  /** After many times and orders have been changed. */
  rebuild(): void {
    const { times, orders, winners } = this;
    const rows = times.length;
    for (let row = 0; row < rows; row++) winners[rows + row] = row;
    for (let at = rows - 1; at > 0; at--) {
      const a = winners[2 * at]!;
      const b = winners[2 * at + 1]!;
      const second = times[b]! < times[a]! || (times[b]! === times[a]! && orders[b]! < orders[a]!);
      winners[at] = second ? b : a;
    }
  }

  private settle(row: number): void {
    const { times, orders, winners } = this;
    let best = row;
    let time = times[row]!;
    for (let at = row + times.length; at > 1; ) {
      const other = winners[at ^ 1]!;
      const otherTime = times[other]!;
      if (otherTime === time && time < Number.POSITIVE_INFINITY) {
        // Ties are rare: a jump that is next to never taken.
        if (orders[other]! < orders[best]!) best = other;
        // Without a jump: V8 makes one of `if`, and it would be mispredicted half the time.
      } else best ^= (best ^ other) & -((otherTime < time) as unknown as number);
      time = times[best]!;
      at >>= 1;
      winners[at] = best;
    }
  }
}
