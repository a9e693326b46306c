/** Durations, numbers of at least 0, and ranks among them, counted from 0 and rising. */
export interface Ranked {
  readonly values: Float64Array;
  readonly ranks: readonly number[];
}

/**
 * For each of some columns one that has at its ranks what would be there if these durations stood in order; the last one is the same
 * for all of them `together`. Elsewhere they mean nothing, and the next call uses them again. None is above `largest`. Durations are
 * counted in bins, about as many as there are durations, or fewer for few ranks, and only bins that hold such a rank are filled and
 * sorted: few, or with few in each.
 */
export function orderStatistics(
  columns: readonly Ranked[],
  largest: number,
  together: readonly number[] = [],
): Float64Array[] {
  const count = columns.reduce((sum, { values }) => sum + values.length, 0);
  const most = columns.reduce((sum, { ranks }) => Math.max(sum, ranks.length), together.length);
  if (most === 0) return [...columns, ordered].map(() => ordered);
  const given = columns.map(({ values }) => columnOf(values));
  const bins = binsFor(given, halfOf(largest), Math.min(count, A_RANK * (1 + most)));
  makeRoom(2 * count, (columns.length + 1) * bins.count);
  const parts = columns.map((_, index) => tableOf(index, bins));
  const all = tableOf(columns.length, bins);
  for (const [index, part] of parts.entries()) {
    countIn(part, given[index]!.halves, bins.before, bins.shift);
    if (together.length > 0) addTo(all, part);
  }
  const wanted = columns.map(({ ranks }, index) => findPlaces(parts[index]!, ranks));
  const wantedOfAll = findPlaces(all, together);
  const into = ordered.subarray(count);
  let place = 0;
  const found = columns.map(({ values }, index) => {
    const own = ordered.subarray(place, count);
    place += values.length;
    const some = together.length === 0 ? given[index]! : gathered(given[index]!, [wanted[index]!, wantedOfAll], bins);
    fill(own, parts[index]!, some, bins.before, bins.shift);
    sortAll(own, wanted[index]!);
    if (together.length > 0) fill(into, all, some, bins.before, bins.shift);
    return own;
  });
  sortAll(into, wantedOfAll);
  return [...found, into];
}

/** Numbers, and the same as halves of them. */
interface Column {
  readonly values: Float64Array;
  readonly halves: Uint32Array;
}

/** So many, each for as many halves as the shift makes one, and what is before all others. */
interface Bins {
  readonly before: number;
  readonly shift: number;
  readonly count: number;
}

/** A bin that holds a rank that is asked for, and where its values go. */
interface Wanted {
  readonly bin: number;
  readonly begin: number;
  readonly end: number;
}

/**
 * The larger a number, the larger is its half with the exponent. Of equal steps of it there are as many for short durations as for
 * long ones, and no bin gets most of them because a few were very long.
 */
function binsFor(columns: readonly Column[], greatest: number, about: number): Bins {
  const least = columns.reduce((sum, { halves }) => Math.min(sum, low(halves)), greatest);
  const shift = Math.max(0, 31 - Math.clz32((greatest - least) / about));
  const before = least - (1 << shift);
  return { before, shift, count: ((greatest - before) >>> shift) + 1 };
}

function columnOf(values: Float64Array): Column {
  return { values, halves: new Uint32Array(values.buffer, values.byteOffset, 2 * values.length) };
}

/** The one with the exponent. */
function halfOf(value: number): number {
  double[0] = value;
  return doubleHalves[HIGH]!;
}

function makeRoom(values: number, bins: number): void {
  if (ordered.length < values) {
    ordered = new Float64Array(2 * values);
    candidates = new Float64Array(2 * values);
  }
  if (places.length < bins) {
    places = new Int32Array(2 * bins);
    marks = new Uint8Array(2 * bins);
  }
}

/** With nothing in its bins. */
function tableOf(column: number, { count }: Bins): Int32Array {
  return places.subarray(column * count, (column + 1) * count).fill(0);
}

/** Among the least that are not of a zero, by a sample: there may be some in front of all bins. */
function low(halves: Uint32Array): number {
  let least = LARGEST;
  for (let index = HIGH; index < halves.length; index += 2 * SAMPLED) {
    const half = halves[index]!;
    if (half < least && half > 0) least = half;
  }
  return least;
}

/** Notes how many there are in each bin. */
function countIn(places: Int32Array, halves: Uint32Array, before: number, shift: number): void {
  for (let index = HIGH; index < halves.length; index += 2) places[binOf(halves[index]!, before, shift)]!++;
}

function addTo(all: Int32Array, part: Int32Array): void {
  for (let bin = 0; bin < part.length; bin++) all[bin]! += part[bin]!;
}

/** Makes of the number in each bin the place where it begins, or NOWHERE. Returns those that hold one of the ranks. */
function findPlaces(places: Int32Array, ranks: readonly number[]): Wanted[] {
  const wanted: Wanted[] = [];
  let next = 0;
  let begin = 0;
  let bin = 0;
  for (; next < ranks.length && bin < places.length; bin++) {
    const end = begin + places[bin]!;
    places[bin] = NOWHERE;
    if (ranks[next]! < end) {
      places[bin] = begin;
      wanted.push({ bin, begin, end });
      while (next < ranks.length && ranks[next]! < end) next++;
    }
    begin = end;
  }
  places.fill(NOWHERE, bin);
  return wanted;
}

/** Those in bins that are wanted for one thing or another: few, which need not be looked for again. */
function gathered(column: Column, wanted: readonly (readonly Wanted[])[], { before, shift, count }: Bins): Column {
  marks.fill(0, 0, count);
  for (const some of wanted) for (const { bin } of some) marks[bin] = 1;
  return columnOf(candidates.subarray(0, gather(column, marks, before, shift)));
}

function gather({ values, halves }: Column, marks: Uint8Array, before: number, shift: number): number {
  const into = candidates;
  let size = 0;
  for (let index = HIGH; index < halves.length; index += 2) {
    if (marks[binOf(halves[index]!, before, shift)] !== 0) into[size++] = values[index >> 1]!;
  }
  return size;
}

/** Puts those of the bins that have a place there. */
function fill(into: Float64Array, places: Int32Array, column: Column, before: number, shift: number): void {
  const { values, halves } = column;
  for (let index = HIGH; index < halves.length; index += 2) {
    const bin = binOf(halves[index]!, before, shift);
    const place = places[bin]!;
    if (place === NOWHERE) continue;
    into[place] = values[index >> 1]!;
    places[bin] = place + 1;
  }
}

/** A larger value is never in an earlier bin. In front zeros, of which there may be very many: tasks that did not wait. */
function binOf(half: number, before: number, shift: number): number {
  return half > before ? (half - before) >>> shift : 0;
}

function sortAll(values: Float64Array, wanted: readonly Wanted[]): void {
  for (const { begin, end } of wanted) sort(values, begin, end);
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
let candidates = new Float64Array(0);
/** By column and bin: how many, and then the next place for one of them. */
let places = new Int32Array(0);
/** By bin: 1 where it is wanted. */
let marks = new Uint8Array(0);

/** Bins, where the table is to stay in the cache. */
const A_RANK = 128;
/** One of so many tells where bins begin. */
const SAMPLED = 32;
const NOWHERE = -1;
const MANY = 24;
const double = new Float64Array(1);
const doubleHalves = new Uint32Array(double.buffer);
/** Of the two halves of a double, the one with the exponent; and the largest there is, of numbers that have a sign. */
const HIGH = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? 1 : 0;
const LARGEST = 2 ** 31 - 1;
