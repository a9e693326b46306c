/** A value that holds from each time until the next. Times never go back; the first is 0. */
export interface StepFunction {
  readonly times: readonly number[];
  readonly values: readonly number[];
}

/** From what was noted, with only the last value of each instant, and nothing where the value stayed as it was. */
export function stepFunction(times: readonly number[], values: readonly number[], initial = 0): StepFunction {
  const settled = { times: [0], values: [initial] };
  let last = 0;
  for (let index = 0; index < times.length; index++) {
    const time = times[index]!;
    const value = values[index]!;
    if (time === times[index + 1]) continue;
    if (time === settled.times[last]) settled.values[last] = value;
    else if (value !== settled.values[last]) {
      settled.times.push(time);
      settled.values.push(value);
      last++;
    }
  }
  return settled;
}

/** The value up to a moment, without what changes at it. */
export function valueBefore({ times, values }: StepFunction, time: number): number {
  let [low, high] = [0, times.length];
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (times[middle]! < time) low = middle;
    else high = middle;
  }
  return values[low]!;
}

/** Every stretch in which neither of two functions changes, up to a moment. */
export function* stretches(
  a: StepFunction,
  b: StepFunction,
  until: number,
): Generator<{ readonly length: number; readonly a: number; readonly b: number }> {
  let [left, right, begun] = [0, 0, 0];
  while (begun < until) {
    const nextLeft = a.times[left + 1] ?? until;
    const nextRight = b.times[right + 1] ?? until;
    const end = Math.min(nextLeft, nextRight, until);
    if (end > begun) yield { length: end - begun, a: a.values[left]!, b: b.values[right]! };
    if (nextLeft === end) left = Math.min(left + 1, a.times.length - 1);
    if (nextRight === end) right = Math.min(right + 1, b.times.length - 1);
    begun = end;
  }
}

/** Time average from 0 until then. */
export function meanOf(steps: StepFunction, until: number): number {
  let sum = 0;
  for (const { length, a } of stretches(steps, steps, until)) sum += a * length;
  return sum / until;
}

/** Time averages from each of these times until the next, and from the last until then. */
export function meansBetween({ times, values }: StepFunction, starts: readonly number[], until: number): number[] {
  let at = 0;
  return starts.map((start, index) => {
    const end = starts[index + 1] ?? until;
    let sum = 0;
    for (let time = start; time < end; ) {
      while (at + 1 < times.length && times[at + 1]! <= time) at++;
      const next = Math.min(end, times[at + 1] ?? end);
      sum += values[at]! * (next - time);
      time = next;
    }
    return end > start ? sum / (end - start) : values[at]!;
  });
}
