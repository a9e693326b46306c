/**
 * When each replica of a lane is free for its next task, within one stretch of time: a calendar. The stretch is cut into bins,
 * about as many as tasks end in it; a bin is a list of replicas in the order of time, and a bit tells whether it is empty. Of those that
 * are free at one instant the one that began its task first comes first, as it does in the event loop.
 */
export class FreeTimes {
  /** By replica: when it is free, also if that is beyond the stretch, and who follows in its bin, or −1. */
  times = new Float64Array(64);
  next = new Int32Array(64);
  /** By bin: the ends of its list. The first is −1 in an empty bin; the last means nothing then. */
  readonly first = new Int32Array(MOST_BINS + 1).fill(-1);
  readonly last = new Int32Array(MOST_BINS + 1);
  /** A bit for each bin, the highest of a word for its first; the first `words` are in use, and the one after them is empty. */
  readonly filled = new Int32Array(MOST_BINS / 32 + 2);
  words = 1;
  /** Where among the words to go on looking: nobody is in a bin before. */
  word = 0;
  /** Of the stretch, and bins a second. No whole numbers, which V8 would keep in another way than fractions. */
  begin = Number.NaN;
  scale = Number.NaN;

  /** Makes room for replicas of so many rows. */
  reserve(rows: number): void {
    if (this.times.length >= rows) return;
    this.times = new Float64Array(rows);
    this.next = new Int32Array(rows);
  }

  /** An empty calendar for a stretch in which about so many tasks end. The one before must be empty. */
  open(begin: number, until: number, tasks: number): void {
    const bins = Math.min(MOST_BINS, 2 ** Math.ceil(Math.log2(Math.max(32, tasks))));
    this.words = bins / 32 + 1;
    this.word = 0;
    this.begin = begin;
    this.scale = bins / (until - begin);
  }

  /** In front of everybody: who has been idle since before the stretch. To be called for the newest idle one first. */
  putFirst(row: number): void {
    const { first, last, next, filled } = this;
    if (first[0] === -1) last[0] = row;
    next[row] = first[0]!;
    first[0] = row;
    filled[0]! |= FIRST;
  }

  /** Who is free within the stretch, by `times` and the ranks of those free at one instant. */
  put(row: number, ranks: Float64Array): void {
    const { times, next, first, last, filled } = this;
    const bin = ((times[row]! - this.begin) * this.scale) | 0;
    const head = first[bin]!;
    if (head === -1 || isBefore(times, ranks, row, head)) {
      if (head === -1) last[bin] = row;
      filled[bin >> 5]! |= FIRST >>> (bin & 31);
      next[row] = head;
      first[bin] = row;
      return;
    }
    let before = last[bin]!;
    if (isBefore(times, ranks, row, before)) {
      before = head;
      while (isBefore(times, ranks, next[before]!, row)) before = next[before]!;
    } else last[bin] = row;
    next[row] = next[before]!;
    next[before] = row;
  }

  /** Takes out the first; −1 if there is none. */
  take(): number {
    const { filled, first, next, words } = this;
    while (this.word < words && filled[this.word] === 0) this.word++;
    if (this.word === words) return -1;
    const bits = filled[this.word]!;
    const bit = Math.clz32(bits);
    const bin = 32 * this.word + bit;
    const row = first[bin]!;
    first[bin] = next[row]!;
    if (next[row] === -1) filled[this.word] = bits ^ (FIRST >>> bit);
    return row;
  }
}

function isBefore(times: Float64Array, ranks: Float64Array, a: number, b: number): boolean {
  const time = times[a]!;
  const other = times[b]!;
  return time < other || (time === other && ranks[a]! < ranks[b]!);
}

/** The bit of the first bin of a word. */
export const FIRST = 1 << 31;
/** What still stays in the cache. */
const MOST_BINS = 2 ** 15;
