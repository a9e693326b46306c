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
  private next = -1;

  constructor(sources: readonly Source[], lineOf: (queue: string, kind?: string) => number, seed: number) {
    this.blocks = sources.map((source, index) => new Block(source, lineOf, keyOf(seed, index)));
    this.choose();
  }

  /** Who the task is: the same for every policy. */
  get key(): number {
    const block = this.blocks[this.next]!;
    return keyOf(block.key, block.before + block.at);
  }

  /** Goes on to the arrival after this one. */
  advance(): void {
    const block = this.blocks[this.next]!;
    block.step();
    if (this.blocks.length > 1) this.choose();
    else this.take(block);
  }

  private take(block: Block): void {
    this.time = block.time;
    this.demand = block.demands[block.at]!;
    this.queue = block.kinds === undefined ? block.queue : block.lines[block.kinds[block.at]!]!;
  }

  private choose(): void {
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
    else this.take(blocks[which]!);
  }
}

/** What a source has filled and has not been used. */
class Block {
  readonly queue: number;
  /** Where its tasks go: those of no class, then those of each. */
  readonly lines: readonly number[];
  /** The class of each; undefined where the source has none. */
  readonly kinds: Uint8Array | undefined;
  readonly demands = new Float64Array(SIZE);
  at = 0;
  time = Number.POSITIVE_INFINITY;
  private readonly source: Source;
  private readonly arrivals = new Float64Array(SIZE);
  private size = 0;
  readonly key: number;
  /** Arrivals in the blocks before. */
  before = 0;

  constructor(source: Source, lineOf: (queue: string, kind?: string) => number, key: number) {
    const { queue, classes = [] } = source;
    this.source = source;
    this.queue = lineOf(queue);
    this.lines = [this.queue, ...classes.map((kind) => lineOf(queue, kind))];
    this.kinds = source.classes && new Uint8Array(SIZE);
    this.key = key;
    this.fill();
  }

  step(): void {
    this.at++;
    if (this.at < this.size) this.time = this.arrivals[this.at]!;
    else this.fill();
  }

  private fill(): void {
    this.before += this.size;
    this.size = this.source.fill(this.arrivals, this.demands, this.kinds);
    this.at = 0;
    this.time = this.size === 0 ? Number.POSITIVE_INFINITY : this.arrivals[0]!;
  }
}

const SIZE = 1024;
