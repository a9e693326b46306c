/** Durations, numbers of at least 0, and ranks among them, counted from 0 and rising. */
export interface Ranked {
  readonly values: Float64Array;
  readonly ranks: readonly number[];
}

/**
 * For each of some columns one that has at its ranks what would be there if these durations stood in order; the last one is the same
 * for all of them `together`. Elsewhere they mean nothing, and the next call uses them again. None is above `largest`. Durations are
 * listed by bins, about as many as there are durations, or fewer for few ranks, and only those in bins that hold such a rank are looked
 * at again and sorted: few, or with few in each.
 */
export function orderStatistics(
  columns: readonly Ranked[],
  largest: number,
  together: readonly number[] = [],
): Float64Array[] {
  let count = 0;
  let most = together.length;
  for (const { values, ranks } of columns) {
    count += values.length;
    most = Math.max(most, ranks.length);
  }
  if (most === 0) return [...columns, ordered].map(() => ordered);
  const bins = binsFor(columns, halfOf(largest), Math.min(count, A_RANK * (1 + most)));
  makeRoom(count, (columns.length + 1) * bins.count);
  const found: Float64Array[] = [];
  const lists: Lists[] = [];
  let place = 0;
  for (const { values, ranks } of columns) {
    const own = listed(values, place, lists.length, bins);
    lists.push(own);
    found.push(ordered.subarray(place, count));
    pick(found.at(-1)!, own.counts, [own], ranks);
    place += values.length;
  }
  const all = ordered.subarray(count);
  if (together.length > 0) pick(all, countsOf(lists, bins), lists, together);
  found.push(all);
  return found;
}

/** Durations as lists, one for each bin. */
interface Lists {
  readonly values: Float64Array;
  /** By bin: how many there are, and the place of the last of them, or −1. */
  readonly counts: Int32Array;
  readonly lasts: Int32Array;
  /** By place: that of the one before it in its bin, or −1. */
  readonly before: Int32Array;
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
function binsFor(columns: readonly Ranked[], greatest: number, about: number): Bins {
  let least = greatest;
  for (const { values } of columns) least = Math.min(least, low(halvesOf(values)));
  const shift = Math.max(0, 31 - Math.clz32((greatest - least) / about));
  const before = least - (1 << shift);
  return { before, shift, count: ((greatest - before) >>> shift) + 1 };
}

/** Numbers as halves of them: whole numbers with a sign, which V8 compares as such. */
function halvesOf({ buffer, byteOffset, length }: Float64Array): Int32Array {
  return new Int32Array(buffer, byteOffset, 2 * length);
}

/** The one with the exponent. */
function halfOf(value: number): number {
  double[0] = value;
  return doubleHalves[HIGH]!;
}

function makeRoom(values: number, bins: number): void {
  if (links.length < values) {
    ordered = new Float64Array(4 * values);
    links = new Int32Array(2 * values);
  }
  if (counted.length < bins) {
    counted = new Int32Array(2 * bins);
    ends = new Int32Array(2 * bins);
  }
}

/** Among the least that are not of a zero, by a sample: there may be some in front of all bins. */
function low(halves: Int32Array): number {
  let least = LARGEST;
  for (let index = HIGH; index < halves.length; index += 2 * SAMPLED) {
    const half = halves[index]!;
    if (half < least && half > 0) least = half;
  }
  return least;
}

/** A column in lists, at its place among all. */
function listed(values: Float64Array, place: number, index: number, bins: Bins): Lists {
  const [from, to] = [index * bins.count, (index + 1) * bins.count];
  const counts = counted.subarray(from, to).fill(0);
  const lasts = ends.subarray(from, to).fill(-1);
  const before = links.subarray(place, place + values.length);
  enter({ values, counts, lasts, before }, halvesOf(values), bins.before, bins.shift);
  return { values, counts, lasts, before };
}

/** All into their bins, four in each turn: in every one V8 looks anew whether columns are where they were, which is most of it. */
function enter({ counts, lasts, before }: Lists, halves: Int32Array, least: number, shift: number): void {
  const { length } = before;
  let place = 0;
  for (; place + 3 < length; place += 4) {
    put(counts, lasts, before, halves, least, shift, place);
    put(counts, lasts, before, halves, least, shift, place + 1);
    put(counts, lasts, before, halves, least, shift, place + 2);
    put(counts, lasts, before, halves, least, shift, place + 3);
  }
  for (; place < length; place++) put(counts, lasts, before, halves, least, shift, place);
}

/** What is less than the rest in the first: zeros among it, of which there may be very many, tasks that did not wait. */
function put(
  counts: Int32Array,
  lasts: Int32Array,
  before: Int32Array,
  halves: Int32Array,
  least: number,
  shift: number,
  place: number,
): void {
  const half = halves[2 * place + HIGH]!;
  const bin = half > least ? (half - least) >>> shift : 0;
  counts[bin]!++;
  before[place] = lasts[bin]!;
  lasts[bin] = place;
}

/** How many all columns together have in each bin. */
function countsOf(lists: readonly Lists[], { count }: Bins): Int32Array {
  const from = lists.length * count;
  const all = counted.subarray(from, from + count).fill(0);
  for (const { counts } of lists) addTo(all, counts);
  return all;
}

function addTo(all: Int32Array, counts: Int32Array): void {
  for (let bin = 0; bin < counts.length; bin++) all[bin]! += counts[bin]!;
}

/** Puts those in bins with one of the ranks where they belong. */
function pick(into: Float64Array, counts: Int32Array, lists: readonly Lists[], ranks: readonly number[]): void {
  let [bin, begin, end] = [0, 0, 0];
  for (const rank of ranks) {
    if (rank < end) continue;
    for (end += counts[bin++]!; end <= rank; end += counts[bin++]!) begin = end;
    let place = begin;
    for (const list of lists) place = gather(into, place, list, bin - 1);
    sort(into, begin, end);
    begin = end;
  }
}

/** Those of a bin, one after the other from a place on. Returns the place after them. */
function gather(into: Float64Array, place: number, { values, lasts, before }: Lists, bin: number): number {
  let next = place;
  for (let at = lasts[bin]!; at >= 0; at = before[at]!) into[next++] = values[at]!;
  return next;
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
/** By place, of all columns. */
let links = new Int32Array(0);
/** By column and bin. */
let counted = new Int32Array(0);
let ends = new Int32Array(0);

/** Bins, where the table is to stay in the cache. */
const A_RANK = 128;
/** One of so many tells where bins begin. */
const SAMPLED = 32;
const MANY = 24;
const double = new Float64Array(1);
const doubleHalves = new Int32Array(double.buffer);
/** Of the two halves of a double, the one with the exponent; and the largest there is, of numbers that have a sign. */
const HIGH = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? 1 : 0;
const LARGEST = 2 ** 31 - 1;
