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

/** Until when the value holds that begins in this place, but no longer than until a moment. */
export function endOf(times: readonly number[], place: number, until: number): number {
  return place + 1 < times.length ? Math.min(times[place + 1]!, until) : until;
}

/** Time average from 0 until then. */
export function meanOf({ times, values }: StepFunction, until: number): number {
  let sum = 0;
  let begun = 0;
  for (let place = 0; begun < until; place++) {
    const end = endOf(times, place, until);
    sum += values[place]! * (end - begun);
    begun = end;
  }
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
