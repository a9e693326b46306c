import type { Replicas } from "../plant/replicas.ts";
import { FIRST, type FreeTimes } from "./free-times.ts";

/** Tasks in the order of their arrival. */
export interface Line {
  readonly arrivals: Float64Array;
  /** Seconds of service. */
  readonly demands: Float64Array;
  readonly count: number;
}

/**
 * Gives the tasks of a line from one place up to another to replicas, each to the one that is free first, until none is free before
 * that moment. Returns the place it came to. Writes when they start, behind the `rank` starts before them, and by replica that is not free
 * again before that moment where the start of its last task stands.
 *
 * The loop calls nothing and keeps its columns in locals: V8 reads fields anew after every call, and boxes the fractions it hands
 * over. Some thousand tasks a call: a loop that goes on for long V8 compiles by itself, and gives that up at its end, every time.
 */
export function serve(
  { arrivals, demands }: Line,
  from: number,
  to: number,
  free: FreeTimes,
  { busyFrom, busyTime, served }: Replicas,
  until: number,
  starts: Float64Array,
  rank: number,
  latest: Int32Array,
): number {
  const { times, next, first, last, filled, words, begin, scale } = free;
  let word = free.word;
  let index = from;
  for (; index < to; index++) {
    // As `take` and `put` in the calendar.
    let bits = filled[word]!;
    while (bits === 0 && ++word < words) bits = filled[word]!;
    if (bits === 0) break;
    const bit = Math.clz32(bits);
    const place = (word << 5) + bit;
    const row = first[place]!;
    const follower = next[row]!;
    first[place] = follower;
    // A follower of −1 has a sign, which puts out the bit without a jump.
    filled[word] = bits ^ ((follower & FIRST) >>> bit);

    const arrival = arrivals[index]!;
    const freeAt = times[row]!;
    let start = freeAt;
    if (arrival >= freeAt) {
      // It has been idle in between.
      start = arrival;
      busyTime[row]! += freeAt - busyFrom[row]!;
      busyFrom[row] = arrival;
    }
    starts[rank + index] = start;
    served[row]!++;
    const end = start + demands[index]!;
    times[row] = end;
    if (end >= until) {
      latest[row] = rank + index;
      continue;
    }

    const bin = ((end - begin) * scale) | 0;
    filled[bin >> 5]! |= FIRST >>> (bin & 31);
    const head = first[bin]!;
    if (head === -1) {
      next[row] = -1;
      first[bin] = row;
      last[bin] = row;
    } else if (end < times[head]!) {
      next[row] = head;
      first[bin] = row;
    } else {
      // It began last of all, so it comes after those that are free at the same instant.
      let before = last[bin]!;
      if (end < times[before]!) {
        before = head;
        for (let other = next[head]!; times[other]! <= end; other = next[other]!) before = other;
      } else last[bin] = row;
      next[row] = next[before]!;
      next[before] = row;
    }
  }
  free.word = Math.min(word, words);
  return index;
}
