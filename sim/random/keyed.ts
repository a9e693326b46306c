import type { Stream } from "./stream.ts";

/**
 * Chance that depends on a key alone: whoever draws for the same key gets the same numbers, whenever that is. For work that arises
 * while a run goes on, so that every policy meets the same.
 */
export class KeyedStream implements Stream {
  private state = 0;

  /** The numbers of this key from now on. */
  begin(key: number): this {
    this.state = key;
    return this;
  }

  next(): number {
    return ((this.word() >>> 6) * 2 ** 26 + (this.word() >>> 6) + 0.5) * 2 ** -52;
  }

  fill(out: Float64Array, count: number): void {
    for (let index = 0; index < count; index++) out[index] = this.next();
  }

  private word(): number {
    this.state = (this.state + 0x9e3779b9) | 0;
    return mixed(this.state);
  }
}

/** A key made of two. */
export function keyOf(key: number, index: number): number {
  return mixed((mixed(key) + Math.imul(index + 1, 0x85ebca6b)) | 0) >>> 0;
}

/** Every bit of the word depends on every bit of it: the finalizer with the constants of C. Wellons's search (lowbias32). */
function mixed(word: number): number {
  let x = word;
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d);
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
  return x ^ (x >>> 16);
}
