import { FILLED, FIRST_BIT, type FreeTimes, LAST, NEXT, STATE, UNREAD } from "./free-times.ts";

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
 * The loop calls nothing, has no loop in it and few columns, all in locals: V8 reads fields anew after every call, boxes the
 * fractions it hands over, and takes what stays the same out of innermost loops only. Some thousand tasks a call: a loop that goes
 * on for long V8 compiles by itself, and gives that up at its end, every time.
 */
export function serve(
  { arrivals, demands }: Line,
  from: number,
  to: number,
  free: FreeTimes,
  until: number,
  starts: Float64Array,
  rank: number,
  latest: Int32Array,
): number {
  const { states, lists, words, begin, scale } = free;
  // What other files export is read anew wherever it is used.
  const [firstBit, last, unread] = [FIRST_BIT | 0, LAST | 0, UNREAD | 0];
  const [filled, next, size] = [FILLED | 0, NEXT | 0, STATE | 0];
  let word = free.word;
  let index = from;
  while (index < to) {
    while (lists[filled + word] === 0 && word < words) word++;
    if (word >= words) break;
    // Whose place is in the middle of a list.
    let between = -1;
    for (; index < to; index++) {
      // As `take` and `put` in the calendar.
      const bits = lists[filled + word]!;
      if (bits === 0) break;
      const bit = Math.clz32(bits);
      const place = (word << 5) + bit;
      const row = lists[place]!;
      const follower = lists[next + row]!;
      lists[place] = follower;
      // A follower of −1 has a sign, which puts out the bit without a jump.
      lists[filled + word] = bits ^ ((follower & firstBit) >>> bit);

      const arrival = arrivals[index]!;
      const state = size * row + size;
      const freeAt = states[state]!;
      let start = freeAt;
      if (arrival >= freeAt) {
        // It has been idle in between.
        start = arrival;
        states[state + 2]! += freeAt - states[state + 1]!;
        states[state + 1] = arrival;
      }
      starts[rank + index] = start;
      states[state + 3]!++;
      const end = start + demands[index]!;
      states[state] = end;
      if (end >= until) {
        latest[row] = rank + index;
        continue;
      }

      const bin = ((end - begin) * scale) | 0;
      lists[filled + (bin >> 5)]! |= firstBit >>> (bin & 31);
      const head = lists[bin]!;
      if (end < states[size * head + size]!) {
        lists[next + row] = head;
        lists[bin] = row;
        // It is first, or before nobody, −1, whose time is Infinity; then it is the last as well, which the sign tells without a jump.
        lists[unread + ((last + bin - unread) & (head >> 31))] = row;
      } else {
        // It began last of all, so it comes after those that are free at the same instant.
        const before = lists[last + bin]!;
        if (end < states[size * before + size]!) {
          between = row;
          index++;
          break;
        }
        lists[next + row] = -1;
        lists[next + before] = row;
        lists[last + bin] = row;
      }
    }
    if (between !== -1) {
      const end = states[size * between + size]!;
      let before = lists[((end - begin) * scale) | 0]!;
      for (let other = lists[next + before]!; states[size * other + size]! <= end; other = lists[next + other]!)
        before = other;
      lists[next + between] = lists[next + before]!;
      lists[next + before] = between;
    }
  }
  free.word = Math.min(word, words);
  return index;
}
