/**
 * A column that has at these ranks, counted from 0 and rising, what would be there if these durations stood in order; elsewhere it
 * means nothing. They are counted in as many bins as there are, and only bins that hold such a rank are filled and sorted: few, or
 * with few in each. Durations are numbers of at least 0.
 */
export function orderStatistics(values: Float64Array, ranks: readonly number[]): Float64Array {
  const count = values.length;
  let [least, greatest] = [Number.POSITIVE_INFINITY, 0];
  for (let index = 0; index < count; index++) {
    const value = values[index]!;
    least = Math.min(least, value);
    greatest = Math.max(greatest, value);
  }
  const perBin = (count - 1) / (greatest - least);
  const places = new Int32Array(count + 1);
  for (let index = 0; index < count; index++) places[binOf(values[index]!, least, perBin)]!++;
  const wanted = findPlaces(places, ranks);
  const ordered = new Float64Array(count);
  for (let index = 0; index < count; index++) {
    const value = values[index]!;
    const bin = binOf(value, least, perBin);
    const place = places[bin]!;
    if (place === NOWHERE) continue;
    ordered[place] = value;
    places[bin] = place + 1;
  }
  for (let at = 0; at < wanted.length; at += 2) sort(ordered, wanted[at]!, wanted[at + 1]!);
  return ordered;
}

/** A larger value is never in an earlier bin. In front those that are least, of which there may be very many: tasks that did not wait. */
function binOf(value: number, least: number, perBin: number): number {
  return value > least ? 1 + (((value - least) * perBin) | 0) : 0;
}

/** Makes of the number in each bin the place where it begins, or NOWHERE. Returns begin and end of those that hold one of the ranks. */
function findPlaces(bins: Int32Array, ranks: readonly number[]): number[] {
  const wanted: number[] = [];
  let next = 0;
  let begin = 0;
  for (let bin = 0; bin < bins.length; bin++) {
    const end = begin + bins[bin]!;
    bins[bin] = NOWHERE;
    if (ranks[next]! < end) {
      bins[bin] = begin;
      wanted.push(begin, end);
      while (ranks[next]! < end) next++;
    }
    begin = end;
  }
  return wanted;
}

/** From one place up to another. */
function sort(values: Float64Array, begin: number, end: number): void {
  if (end - begin > MANY) {
    values.subarray(begin, end).sort();
    return;
  }
  for (let place = begin + 1; place < end; place++) {
    const value = values[place]!;
    let at = place;
    for (; at > begin && values[at - 1]! > value; at--) values[at] = values[at - 1]!;
    values[at] = value;
  }
}

const NOWHERE = -1;
const MANY = 24;
