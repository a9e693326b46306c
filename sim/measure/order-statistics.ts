/**
 * A column that has at these ranks, counted from 0 and rising, what would be there if these durations stood in order; elsewhere it
 * means nothing, and the next call uses it again. They are counted in bins, about as many as there are durations, or fewer for few
 * ranks, and only bins that hold such a rank are filled and sorted: few, or with few in each. Durations are numbers of at least 0.
 */
export function orderStatistics(values: Float64Array, ranks: readonly number[]): Float64Array {
  const count = values.length;
  // The larger a number, the larger is its half with the exponent. Of equal steps of it there are as many for short durations as for
  // long ones, and no bin gets most of them because a few were very long.
  const halves = new Uint32Array(values.buffer, values.byteOffset, 2 * count);
  const [least, greatest] = range(halves);
  const shift = Math.max(0, 31 - Math.clz32((greatest - least) / Math.min(count, A_RANK * (1 + ranks.length))));
  const before = least - (1 << shift);
  const bins = ((greatest - before) >>> shift) + 1;
  if (ordered.length < count) {
    ordered = new Float64Array(2 * count);
    places = new Int32Array(4 * count + 2);
  }
  places.fill(0, 0, bins);
  countIn(places, halves, before, shift);
  const wanted = findPlaces(places, bins, ranks);
  fill(ordered, places, values, halves, before, shift);
  for (let at = 0; at < wanted.length; at += 2) sort(ordered, wanted[at]!, wanted[at + 1]!);
  return ordered;
}

/** The least that is not of a zero, and the greatest. */
function range(halves: Uint32Array): [number, number] {
  let least = LARGEST;
  let greatest = 1;
  for (let index = HIGH; index < halves.length; index += 2) {
    const half = halves[index]!;
    if (half > greatest) greatest = half;
    if (half < least && half > 0) least = half;
  }
  return [least, greatest];
}

/** Notes how many there are in each bin. */
function countIn(places: Int32Array, halves: Uint32Array, before: number, shift: number): void {
  for (let index = HIGH; index < halves.length; index += 2) places[binOf(halves[index]!, before, shift)]!++;
}

/** Makes of the number in each bin the place where it begins, or NOWHERE. Returns begin and end of those that hold one of the ranks. */
function findPlaces(places: Int32Array, bins: number, ranks: readonly number[]): number[] {
  const wanted: number[] = [];
  let next = 0;
  let begin = 0;
  for (let bin = 0; bin < bins; bin++) {
    const end = begin + places[bin]!;
    places[bin] = NOWHERE;
    if (next < ranks.length && ranks[next]! < end) {
      places[bin] = begin;
      wanted.push(begin, end);
      while (next < ranks.length && ranks[next]! < end) next++;
    }
    begin = end;
  }
  return wanted;
}

/** Puts those of the bins that have a place there. */
function fill(
  ordered: Float64Array,
  places: Int32Array,
  values: Float64Array,
  halves: Uint32Array,
  before: number,
  shift: number,
): void {
  for (let index = 0; index < values.length; index++) {
    const bin = binOf(halves[2 * index + HIGH]!, before, shift);
    const place = places[bin]!;
    if (place === NOWHERE) continue;
    ordered[place] = values[index]!;
    places[bin] = place + 1;
  }
}

/** A larger value is never in an earlier bin. In front zeros, of which there may be very many: tasks that did not wait. */
function binOf(half: number, before: number, shift: number): number {
  return half > before ? (half - before) >>> shift : 0;
}

/** From one place up to another. */
function sort(values: Float64Array, begin: number, end: number): void {
  if (end - begin > MANY) {
    if (!isInOrder(values, begin, end)) values.subarray(begin, end).sort();
    return;
  }
  for (let place = begin + 1; place < end; place++) {
    const value = values[place]!;
    let at = place;
    for (; at > begin && values[at - 1]! > value; at--) values[at] = values[at - 1]!;
    values[at] = value;
  }
}

/** As many equal ones are. */
function isInOrder(values: Float64Array, begin: number, end: number): boolean {
  for (let place = begin + 1; place < end; place++) if (values[place - 1]! > values[place]!) return false;
  return true;
}

let ordered = new Float64Array(0);
/** By bin: how many, and then the next place for one of them. */
let places = new Int32Array(0);

/** Bins, where the table is to stay in the cache. */
const A_RANK = 256;
const NOWHERE = -1;
const MANY = 24;
/** Of the two halves of a double, the one with the exponent; and the largest there is, of numbers that have a sign. */
const HIGH = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? 1 : 0;
const LARGEST = 2 ** 31 - 1;
