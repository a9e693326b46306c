import { type Tally, UNITS } from "../measure/gauge.ts";
import type { Replicas } from "../plant/replicas.ts";
import { type FreeTimes, firstOf } from "./free-times.ts";

/** What happens to tasks that arrive within a stretch, by the order of their arrival. */
export interface Arriving {
  readonly arrivals: Float64Array;
  /** Seconds of service. */
  readonly demands: Float64Array;
  readonly arrived: number;
  /** Filled: when they start. */
  readonly starts: Float64Array;
  /** Filled: of those that are done within the stretch, whatever their order. */
  readonly sojourns: Float64Array;
  /** Filled, by replica: which it began last. */
  readonly latest: Int32Array;
  /** Changes of the number at work. */
  readonly work: Tally;
}

export interface Served {
  /** How many started, in their order. */
  readonly started: number;
  /** How many of them are done. */
  readonly done: number;
}

/**
 * Serves those that arrive, while none waits from before. The loop calls nothing that matters and keeps its columns in locals: V8 reads
 * fields anew after every call, and boxes the fractions it hands over. `rank`: of the first to start.
 */
export function serveArrivals(
  tasks: Arriving,
  free: FreeTimes,
  replicas: Replicas,
  until: number,
  rank: number,
): Served {
  const { arrivals, demands, arrived, starts, sojourns, latest, work } = tasks;
  const { times, rows, ranks, size } = free;
  const { taskSince, busyFrom, busyTime, served } = replicas;
  let [change, seconds, units] = [work.change, work.seconds, work.units];
  let done = 0;
  let index = 0;
  for (; index < arrived; index++) {
    const arrival = arrivals[index]!;
    const freeAt = times[0]!;
    if (freeAt >= until) break;
    const row = rows[0]!;
    let start = freeAt;
    if (arrival >= freeAt) {
      start = arrival;
      // It has been idle in between.
      const since = busyFrom[row]!;
      if (since >= 0) {
        busyTime[row]! += freeAt - since;
        const whole = Math.floor(freeAt);
        change--;
        seconds -= whole;
        units -= ((freeAt - whole) * UNITS) | 0;
      }
      busyFrom[row] = arrival;
      const whole = Math.floor(arrival);
      change++;
      seconds += whole;
      units += ((arrival - whole) * UNITS) | 0;
    }
    starts[index] = start;
    taskSince[row] = start;
    latest[row] = index;
    const end = start + demands[index]!;
    if (end < until) {
      sojourns[done++] = end - arrival;
      served[row]!++;
    }

    // Its rank is the highest of all, so it comes after those that are free at the same instant.
    ranks[row] = rank + index;
    let at = 0;
    for (let left = 1; left < size; left = 4 * at + 1) {
      let child = left;
      if (left + 3 < size) {
        const a = left + less(times, left + 1, left);
        const b = left + 2 + less(times, left + 3, left + 2);
        child = a + (b - a) * less(times, b, a);
        // Ties are rare: a jump that is next to never taken.
        if (times[left] === times[left + 1] || times[left + 2] === times[left + 3] || times[a] === times[b])
          child = firstOf(times, rows, ranks, left, left + 4);
      } else child = firstOf(times, rows, ranks, left, size);
      const least = times[child]!;
      if (end < least) break;
      times[at] = least;
      rows[at] = rows[child]!;
      at = child;
    }
    times[at] = end;
    rows[at] = row;
  }
  work.change = change;
  work.seconds = seconds;
  work.units = units;
  return { started: index, done };
}

/** 1 if entry `a` is less than entry `b`, else 0; written so that V8 makes no jump of it. */
function less(times: Float64Array, a: number, b: number): number {
  return ((times[a]! < times[b]!) as unknown as number) | 0;
}
