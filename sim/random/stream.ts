import seedrandom from "seedrandom";

/** Chance with a name: equally distributed numbers, strictly between 0 and 1, with 52 random bits each. */
export interface Stream {
  next(): number;
  /** The next `count` numbers to the front of `out`: the same that `next` would give. */
  fill(out: Float64Array, count: number): void;
}

/**
 * An independent stream for each consumer, such as `arrivals/sampler` or `warm-up/evaluators`. What one consumer draws, or that
 * there is one more of them, changes nothing for the others.
 */
export function stream(seed: number, name: string): Stream {
  const words = seedrandom.alea(`${seed}/${name}`);
  return new SmallFastCounting(words.int32(), words.int32(), words.int32(), words.int32());
}

/**
 * The generator sfc32 of PractRand: 96 bits of state that mix with a 32-bit counter, so its period is at least 2^32 from every
 * start. The state stands in fields and, inside a loop, in locals: V8 boxes it in closure variables.
 */
class SmallFastCounting implements Stream {
  private a: number;
  private b: number;
  private c: number;
  private counter: number;

  constructor(a: number, b: number, c: number, counter: number) {
    this.a = a;
    this.b = b;
    this.c = c;
    this.counter = counter;
    // The first words still show how the state was laid out.
    for (let round = 0; round < 10; round += 1) this.next();
  }

  next(): number {
    return openInterval(this.word(), this.word());
  }

  fill(out: Float64Array, count: number): void {
    // Without the `| 0` V8 would not know that they are integers, and reckon with doubles: five times as slow.
    let a = this.a | 0;
    let b = this.b | 0;
    let c = this.c | 0;
    let counter = this.counter | 0;
    for (let index = 0; index < count; index += 1) {
      const high = (((a + b) | 0) + counter) | 0;
      counter = (counter + 1) | 0;
      a = b ^ (b >>> 9);
      b = (c + (c << 3)) | 0;
      c = (((c << 21) | (c >>> 11)) + high) | 0;

      const low = (((a + b) | 0) + counter) | 0;
      counter = (counter + 1) | 0;
      a = b ^ (b >>> 9);
      b = (c + (c << 3)) | 0;
      c = (((c << 21) | (c >>> 11)) + low) | 0;

      out[index] = openInterval(high, low);
    }
    this.a = a;
    this.b = b;
    this.c = c;
    this.counter = counter;
  }

  private word(): number {
    const { a, b, c } = this;
    const word = (((a + b) | 0) + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = b ^ (b >>> 9);
    this.b = (c + (c << 3)) | 0;
    this.c = (((c << 21) | (c >>> 11)) + word) | 0;
    return word;
  }
}

/** The middle of one of 2^52 equal steps: with a 53rd bit the last middle would round up to 1. */
function openInterval(high: number, low: number): number {
  return ((high >>> 6) * 2 ** 26 + (low >>> 6) + 0.5) * 2 ** -52;
}
