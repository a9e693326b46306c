/**
 * Log-linear histogram of durations in seconds: 512 buckets an octave from 1 µs to 2³¹ s, so that a bucket's middle is within
 * 0.1 % of what fell into it. Mergeable; its size does not depend on how much it has seen.
 */
export class Histogram {
  readonly counts = new Float64Array(BUCKETS);
  total = 0;

  add(value: number): void {
    this.counts[bucket(value)]!++;
    this.total++;
  }

  /** Those of a column from one place up to another. */
  addAll(values: Float64Array, from: number, to: number): void {
    const { counts } = this;
    const halves = new Uint32Array(values.buffer, values.byteOffset, 2 * to);
    // Before the loop: a first column that is long has V8 compile the loop alone, and give that up at its end, every time.
    this.total += to - from;
    let index = from;
    // Four in each turn: in every one V8 looks anew whether columns are where they were, which is most of it.
    for (; index + 3 < to; index += 4) {
      counts[bucketOf(halves[2 * index + HIGH]!)]!++;
      counts[bucketOf(halves[2 * index + 2 + HIGH]!)]!++;
      counts[bucketOf(halves[2 * index + 4 + HIGH]!)]!++;
      counts[bucketOf(halves[2 * index + 6 + HIGH]!)]!++;
    }
    for (; index < to; index++) counts[bucketOf(halves[2 * index + HIGH]!)]!++;
  }

  /** Nothing, so many times. */
  addZeros(count: number): void {
    this.counts[0]! += count;
    this.total += count;
  }

  merge(other: Histogram): void {
    for (let at = 0; at < BUCKETS; at++) this.counts[at]! += other.counts[at]!;
    this.total += other.total;
  }

  /** The values at ranks counted from 0 that rise: the middles of their buckets, 0 for the first. */
  at(ranks: readonly number[]): number[] {
    const { counts } = this;
    let index = 0;
    let seen = counts[0]!;
    return ranks.map((rank) => {
      while (seen <= rank && index < BUCKETS - 1) seen += counts[++index]!;
      return middle(index);
    });
  }

  /** How many are at most `value`, to within its bucket. */
  atMost(value: number): number {
    const end = bucket(value);
    let seen = 0;
    for (let index = 0; index <= end; index++) seen += this.counts[index]!;
    return seen;
  }
}

const LOWEST = -20; // 2⁻²⁰ s is about 1 µs: anything shorter counts as no time
const OCTAVES = 51;
const PER_OCTAVE = 512;
const BUCKETS = OCTAVES * PER_OCTAVE + 1;
const BASE = (1023 + LOWEST) * PER_OCTAVE;

// The exponent and the first nine bits of the mantissa of a double number the buckets.
const double = new Float64Array(1);
const words = new Uint32Array(double.buffer);
const HIGH = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? 1 : 0;

function bucket(value: number): number {
  double[0] = value;
  return bucketOf(words[HIGH]!);
}

/** By the half of a double with the exponent. */
function bucketOf(high: number): number {
  const index = (high >>> 11) - BASE + 1;
  return index < 0 ? 0 : index >= BUCKETS ? BUCKETS - 1 : index;
}

function middle(index: number): number {
  if (index === 0) return 0;
  words[HIGH] = (index - 1 + BASE) << 11;
  words[1 - HIGH] = 0;
  const low = double[0]!;
  return low + 2 ** Math.floor(Math.log2(low)) / PER_OCTAVE / 2;
}
