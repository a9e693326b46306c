import { keyOf } from "../random/keyed.ts";
import type { Source } from "./source.ts";

/**
 * The arrivals of all sources, superposed. The next one waits in `time`, `queue` and `demand`; arrivals of the same instant come
 * in the order of the sources.
 */
export class Arrivals {
  /** Seconds into the run; Infinity when no more work arrives. */
  time = Number.POSITIVE_INFINITY;
  demand = 0;
  /** Index of the queue, or of the line of its class. */
  queue = -1;
  private readonly blocks: readonly Block[];
  /** If there are no others, and all its tasks are of one line. */
  private readonly lone: Block | undefined;
  private next = -1;
  private known = Number.NEGATIVE_INFINITY;

  constructor(sources: readonly Source[], lineOf: (queue: string, kind?: string) => number, seed: number) {
    this.blocks = Array.from(sources, (source, index) => new Block(source, lineOf, keyOf(seed, index)));
    const [first, ...others] = this.blocks;
    if (others.length === 0 && first?.kinds === undefined) this.lone = first;
    this.choose();
  }

  /** Who the task is: the same for every policy. */
  get key(): number {
    const block = this.blocks[this.next]!;
    return keyOf(block.key, block.before + block.at);
  }

  /** Whether there is one source and one line of tasks, so that many can be taken together. */
  get alone(): boolean {
    return this.lone !== undefined;
  }

  /**
   * Writes the arrivals before that moment that a lone source has at hand into columns, from a place on that has room for a `BLOCK`,
   * and goes on to the one after them. Returns how many.
   */
  take(until: number, times: Float64Array, demands: Float64Array, place: number): number {
    const block = this.blocks[0]!;
    const count = block.give(until, times, demands, place);
    this.show(block);
    return count;
  }

  /** Whether all tasks of a source are of one line. */
  get inLines(): boolean {
    return this.blocks.every(({ kinds }) => kinds === undefined);
  }

  /** Before when all that arrives is at hand, which is later than now if it can be. */
  knownAt(now: number): number {
    if (this.known > now) return this.known;
    const { blocks } = this;
    this.known = Number.POSITIVE_INFINITY;
    for (let index = 0; index < blocks.length; index++) this.known = Math.min(this.known, blocks[index]!.last);
    return this.known;
  }

  /**
   * Puts all that arrives in a line before that moment, when it must be known, behind what is in these columns. What comes next is
   * seen once all lines were asked (`choose`).
   */
  pour(line: number, until: number, into: Columns): void {
    const { blocks } = this;
    for (let index = 0, from = into.count; index < blocks.length; index++) {
      const block = blocks[index]!;
      if (block.queue === line && block.time < until) block.mergeInto(into, from, until);
    }
  }

  /** Goes on to the arrival after this one. */
  advance(): void {
    const { lone } = this;
    if (lone === undefined) {
      this.blocks[this.next]!.step();
      this.choose();
      return;
    }
    lone.step();
    this.time = lone.time;
    this.demand = lone.demands[lone.at]!;
  }

  private show(block: Block): void {
    this.time = block.time;
    this.demand = block.demands[block.at]!;
    this.queue = block.kinds === undefined ? block.queue : block.lines[block.kinds[block.at]!]!;
  }

  /** Who is next. */
  choose(): void {
    const { blocks } = this;
    let best = Number.POSITIVE_INFINITY;
    let which = -1;
    for (let index = 0; index < blocks.length; index++) {
      const { time } = blocks[index]!;
      if (time < best) {
        best = time;
        which = index;
      }
    }
    this.next = which;
    if (which === -1) this.time = Number.POSITIVE_INFINITY;
    else this.show(blocks[which]!);
  }
}

/** Arrivals in their order, and seconds of service, in columns that grow. */
export interface Columns {
  arrivals: Float64Array;
  demands: Float64Array;
  count: number;
  /** Makes room for so many in all. */
  room(count: number): void;
}

/** What a source has filled and has not been used. */
class Block {
  readonly queue: number;
  /** Where its tasks go: those of no class, then those of each. */
  readonly lines: readonly number[];
  /** The class of each; undefined where the source has none. */
  readonly kinds: Uint8Array | undefined;
  /** These columns have a place in front, for one that is left when the rest is filled. */
  readonly demands = new Float64Array(1 + BLOCK);
  /** Infinity behind that when nothing comes any more. */
  private readonly arrivals = new Float64Array(1 + BLOCK);
  at = 1;
  time = Number.POSITIVE_INFINITY;
  private readonly source: Source;
  private end = 1;
  private exhausted = false;
  readonly key: number;
  /** Arrivals before the front of the columns. */
  before = -1;

  constructor(source: Source, lineOf: (queue: string, kind?: string) => number, key: number) {
    const { queue, classes = [] } = source;
    this.source = source;
    this.queue = lineOf(queue);
    this.lines = [this.queue, ...classes.map((kind) => lineOf(queue, kind))];
    this.kinds = source.classes && new Uint8Array(1 + BLOCK);
    this.key = key;
    this.fill(1);
    this.time = this.arrivals[1]!;
  }

  /** When the last comes that is at hand, Infinity if there are no others. If it is the only one, more are filled. */
  get last(): number {
    if (this.at === this.end - 1 && !this.exhausted) this.fill(0);
    return this.exhausted ? Number.POSITIVE_INFINITY : this.arrivals[this.end - 1]!;
  }

  /** Takes out those before that moment, which the last is not. They go among others from one place on, behind those of the same instant. */
  mergeInto(into: Columns, from: number, until: number): void {
    const { arrivals, demands, at } = this;
    const begin = into.count;
    into.room(begin + this.end - at);
    const { arrivals: times, demands: works } = into;
    let place = begin;
    let next = at;
    for (let time = arrivals[next]!; time < until; time = arrivals[++next]!) {
      times[place] = time;
      works[place++] = demands[next]!;
    }
    this.at = next;
    this.time = arrivals[next]!;
    into.count = place;
    if (begin > from) this.sortIn(into, from, begin, at);
  }

  /** Those from one place up to another are in order, and so are those behind them, which are this source's from `at` on. */
  private sortIn({ arrivals: times, demands: works, count }: Columns, from: number, to: number, at: number): void {
    const { arrivals, demands } = this;
    let next = at + count - to - 1;
    let other = to - 1;
    for (let place = count - 1; next >= at; place--) {
      if (other >= from && times[other]! > arrivals[next]!) {
        times[place] = times[other]!;
        works[place] = works[other--]!;
      } else {
        times[place] = arrivals[next]!;
        works[place] = demands[next--]!;
      }
    }
  }

  step(): void {
    if (++this.at === this.end) this.fill(1);
    this.time = this.arrivals[this.at]!;
  }

  /** Takes out those before that moment. */
  give(until: number, times: Float64Array, demands: Float64Array, place: number): number {
    const { arrivals, at } = this;
    // Where the first of the others is.
    let [low, end] = [at, this.end];
    while (low < end) {
      const middle = (low + end) >>> 1;
      if (arrivals[middle]! < until) low = middle + 1;
      else end = middle;
    }
    times.set(arrivals.subarray(at, end), place);
    demands.set(this.demands.subarray(at, end), place);
    this.at = end;
    if (end === this.end) this.fill(1);
    this.time = arrivals[this.at]!;
    return end - at;
  }

  /** The next block; 0: behind the last arrival, which moves to the front, 1: behind none. */
  private fill(at: 0 | 1): void {
    const { arrivals, demands, kinds, source } = this;
    const last = this.end - 1;
    this.before += last;
    if (at === 0) {
      arrivals[0] = arrivals[last]!;
      demands[0] = demands[last]!;
      if (kinds !== undefined) kinds[0] = kinds[last]!;
    }
    this.at = at;
    this.end = 1 + source.fill(arrivals.subarray(1), demands.subarray(1), kinds?.subarray(1));
    this.exhausted = this.end === 1;
    if (this.exhausted) arrivals[1] = Number.POSITIVE_INFINITY;
  }
}

/** Arrivals that a source fills at a time. */
export const BLOCK = 1024;
