/**
 * When each replica of a lane is free for its next task, within one stretch of time: a calendar. The stretch is cut into bins,
 * about two for each task that ends in it; a bin is a list of replicas in the order of time, and a bit tells whether it is empty. Of
 * those that are free at one instant the one that began its task first comes first, as it does in the event loop.
 */
export class FreeTimes {
  /**
   * By replica, `STATE` numbers each, behind those of nobody (−1), whose time is Infinity: when it is free, also if that is beyond the
   * stretch; since when it has been at work, and how long it was before; how many tasks it has served.
   */
  states = statesOf(64);
  /**
   * Four columns in one. By bin: the first of its list, −1 if it is empty, and from `LAST` on the last, which means nothing then.
   * From `FILLED` on a bit for each bin, the highest of a word for its first; the first `words` are in use, and the one after them
   * is empty. From `NEXT` on by replica: who follows in its bin, or −1.
   */
  lists = new Int32Array(NEXT + 64).fill(-1, 0, LAST);
  words = 1;
  /** Where among the words to go on looking: nobody is in a bin before. */
  word = 0;
  /** Of the stretch, and bins a second. No whole numbers, which V8 would keep in another way than fractions. */
  begin = Number.NaN;
  scale = Number.NaN;

  /** Makes room for replicas of so many rows. */
  reserve(rows: number): void {
    if (this.states.length >= STATE * (rows + 1)) return;
    this.states = statesOf(rows);
    this.lists = new Int32Array(NEXT + rows).fill(-1, 0, LAST);
  }

  /** An empty calendar for a stretch in which about so many tasks end. The one before must be empty. */
  open(begin: number, until: number, tasks: number): void {
    const bins = Math.min(MOST_BINS, 2 ** Math.ceil(Math.log2(Math.max(32, 2 * tasks))));
    this.words = bins / 32 + 1;
    this.word = 0;
    this.begin = begin;
    this.scale = bins / (until - begin);
  }

  /** In front of everybody: who has been idle since before the stretch. To be called for the newest idle one first. */
  putFirst(row: number): void {
    const { lists } = this;
    if (lists[0] === -1) lists[LAST] = row;
    lists[NEXT + row] = lists[0]!;
    lists[0] = row;
    lists[FILLED]! |= FIRST_BIT;
  }

  /** When a replica is free. */
  time(row: number): number {
    return this.states[STATE * (row + 1)]!;
  }

  /** Who is free within the stretch, by that and the ranks of those free at one instant. */
  put(row: number, ranks: Float64Array): void {
    const { states, lists } = this;
    const bin = ((states[STATE * (row + 1)]! - this.begin) * this.scale) | 0;
    const head = lists[bin]!;
    if (isBefore(states, ranks, row, head)) {
      if (head === -1) lists[LAST + bin] = row;
      lists[FILLED + (bin >> 5)]! |= FIRST_BIT >>> (bin & 31);
      lists[NEXT + row] = head;
      lists[bin] = row;
      return;
    }
    let before = lists[LAST + bin]!;
    if (isBefore(states, ranks, row, before)) {
      before = head;
      while (isBefore(states, ranks, lists[NEXT + before]!, row)) before = lists[NEXT + before]!;
    } else lists[LAST + bin] = row;
    lists[NEXT + row] = lists[NEXT + before]!;
    lists[NEXT + before] = row;
  }

  /** Takes out the first; −1 if there is none. */
  take(): number {
    const { lists, words } = this;
    while (this.word < words && lists[FILLED + this.word] === 0) this.word++;
    if (this.word === words) return -1;
    const bits = lists[FILLED + this.word]!;
    const bit = Math.clz32(bits);
    const bin = 32 * this.word + bit;
    const row = lists[bin]!;
    lists[bin] = lists[NEXT + row]!;
    if (lists[NEXT + row] === -1) lists[FILLED + this.word] = bits ^ (FIRST_BIT >>> bit);
    return row;
  }
}

function isBefore(states: Float64Array, ranks: Float64Array, a: number, b: number): boolean {
  const time = states[STATE * (a + 1)]!;
  const other = states[STATE * (b + 1)]!;
  return time < other || (time === other && ranks[a]! < ranks[b]!);
}

function statesOf(rows: number): Float64Array {
  return new Float64Array(STATE * (rows + 1)).fill(Number.POSITIVE_INFINITY, 0, 1);
}

/** Numbers a replica. */
export const STATE = 4;
/** The bit of the first bin of a word. */
export const FIRST_BIT = 1 << 31;
/** What still stays in the cache. */
const MOST_BINS = 2 ** 15;
/** Where the other columns begin, not at the same place of a page as the first. */
export const LAST = MOST_BINS + 272;
/** A place between them that nobody reads. */
export const UNREAD = MOST_BINS;
export const FILLED = 2 * LAST;
export const NEXT = FILLED + MOST_BINS / 32 + 2;
