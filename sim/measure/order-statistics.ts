/** Durations, numbers of at least 0, and ranks among them, counted from 0 and rising. */
export interface Ranked {
  readonly values: Float64Array;
  readonly ranks: readonly number[];
}

/**
 * For each of some columns one that has at its ranks what would be there if these durations stood in order; the last one is the same
 * for all of them `together`. Elsewhere they mean nothing, and the next call uses them again. Durations are counted in bins, about as
 * many as there are durations, or fewer for few ranks, and only bins that hold such a rank are filled and sorted: few, or with few in
 * each.
 */
export function orderStatistics(columns: readonly Ranked[], together: readonly number[] = []): Float64Array[] {
  const values = columns.map((column) => column.values);
  const count = values.reduce((sum, { length }) => sum + length, 0);
  const most = columns.reduce((sum, { ranks }) => Math.max(sum, ranks.length), together.length);
  if (most === 0) return [...values, ordered].map(() => ordered);
  const halves = values.map(({ buffer, byteOffset, length }) => new Uint32Array(buffer, byteOffset, 2 * length));
  const bins = binsFor(halves, Math.min(count, A_RANK * (1 + most)));
  makeRoom(2 * count, (columns.length + 1) * bins.count);
  const all = places.subarray(columns.length * bins.count, (columns.length + 1) * bins.count).fill(0);
  let place = 0;
  const found = columns.map(({ ranks }, index) => {
    const own = places.subarray(index * bins.count, (index + 1) * bins.count).fill(0);
    countIn(own, halves[index]!, bins.before, bins.shift);
    if (together.length > 0) for (let bin = 0; bin < own.length; bin++) all[bin]! += own[bin]!;
    const into = ordered.subarray(place, count);
    place += values[index]!.length;
    if (ranks.length > 0) putInOrder(into, ranks, own, [values[index]!], [halves[index]!], bins);
    return into;
  });
  const into = ordered.subarray(count);
  if (together.length > 0) putInOrder(into, together, all, values, halves, bins);
  return [...found, into];
}

/** So many, each for as many halves as the shift makes one, and what is before all others. */
interface Bins {
  readonly before: number;
  readonly shift: number;
  readonly count: number;
}

/**
 * The larger a number, the larger is its half with the exponent. Of equal steps of it there are as many for short durations as for
 * long ones, and no bin gets most of them because a few were very long.
 */
function binsFor(columns: readonly Uint32Array[], about: number): Bins {
  const ranges = columns.map(range);
  const least = Math.min(...ranges.map(([one]) => one));
  const greatest = Math.max(...ranges.map(([, one]) => one));
  const shift = Math.max(0, 31 - Math.clz32((greatest - least) / about));
  const before = least - (1 << shift);
  return { before, shift, count: ((greatest - before) >>> shift) + 1 };
}

function makeRoom(values: number, bins: number): void {
  if (ordered.length < values) ordered = new Float64Array(2 * values);
  if (places.length < bins) places = new Int32Array(2 * bins);
}

/** Of all values of some columns those in bins that hold one of the ranks come to their places, and are put in order. */
function putInOrder(
  into: Float64Array,
  ranks: readonly number[],
  counts: Int32Array,
  columns: readonly Float64Array[],
  halves: readonly Uint32Array[],
  { before, shift }: Bins,
): void {
  const wanted = findPlaces(counts, ranks);
  for (const [index, values] of columns.entries()) fill(into, counts, values, halves[index]!, before, shift);
  for (let at = 0; at < wanted.length; at += 2) sort(into, wanted[at]!, wanted[at + 1]!);
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
function findPlaces(places: Int32Array, ranks: readonly number[]): number[] {
  const wanted: number[] = [];
  let next = 0;
  let begin = 0;
  for (let bin = 0; bin < places.length; bin++) {
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
/** By column and bin: how many, and then the next place for one of them. */
let places = new Int32Array(0);

/** Bins, where the table is to stay in the cache. */
const A_RANK = 256;
const NOWHERE = -1;
const MANY = 24;
/** Of the two halves of a double, the one with the exponent; and the largest there is, of numbers that have a sign. */
const HIGH = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? 1 : 0;
const LARGEST = 2 ** 31 - 1;
