import type { SourceSpec } from "../../scenarios/scenario.ts";
import { sampler } from "../random/sampler.ts";
import { stream } from "../random/stream.ts";
import { curvePoints } from "./curve-points.ts";
import type { Process } from "./process.ts";
import { type Piece, type RateCurve, rateCurve } from "./rate-curve.ts";
import type { Trace } from "./source.ts";

/**
 * Arrivals at a rate that changes over time: those of a Poisson process of rate 1, placed where the rate's integral reaches them.
 * Nothing is drawn in vain, so the same arrivals come a little earlier or later when the curve changes a little. `trace` has the
 * counts of a curve that comes from a file.
 */
export function curve(spec: Extract<SourceSpec, { kind: "curve" }>, trace: Trace | undefined, seed: number): Process {
  const { name, from, until = Infinity } = spec;
  const gaps = sampler({ kind: "exponential", mean: 1 }, stream(seed, `arrivals/${name}`));
  const walk = new Walk(rateCurve(trace === undefined ? spec : { ...spec, points: curvePoints(spec, trace) }));
  let ended = false;

  return {
    fill(times) {
      if (ended) return 0;
      gaps.fill(times, times.length);
      const count = walk.place(times, from, until);
      ended = count < times.length;
      return count;
    },
  };
}

/**
 * Where the rate's integral is. The place is kept as the arrivals expected since the start of the piece, so that no digits are lost
 * over many repetitions.
 */
class Walk {
  private readonly pieces: readonly Piece[];
  private readonly repeat: number | undefined;
  private readonly perRepeat: number;
  private repeats = 0;
  private index = 0;
  private sinceStart = 0;

  constructor({ pieces, repeat }: RateCurve) {
    this.pieces = pieces;
    this.repeat = repeat;
    this.perRepeat = pieces.reduce((sum, piece) => sum + piece.expected, 0);
  }

  /**
   * Makes times of a column of gaps, in expected arrivals: those reached after them. Returns how many come before `until` or the end of
   * the curve. Its state is in locals: in a closure each number would be boxed.
   */
  place(column: Float64Array, from: number, until: number): number {
    let piece = this.pieces[this.index];
    let begin = this.begin(piece);
    let { rate, slope, length, expected } = piece ?? NOTHING;
    let { sinceStart } = this;
    let count = 0;
    for (; count < column.length; count += 1) {
      sinceStart += column[count] as number;
      if (sinceStart >= expected) {
        this.sinceStart = sinceStart;
        piece = this.turn();
        if (piece === undefined) break;
        begin = this.begin(piece);
        ({ rate, slope, length, expected } = piece);
        sinceStart = this.sinceStart;
      }
      // The stable root of rate · x + slope · x² / 2 = sinceStart.
      const root = Math.sqrt(Math.max(0, rate * rate + 2 * slope * sinceStart));
      const into = sinceStart === 0 ? 0 : (2 * sinceStart) / (rate + root);
      const time = from + (begin + Math.min(into, length));
      if (time >= until) break;
      column[count] = time;
    }
    this.sinceStart = sinceStart;
    return count;
  }

  /** Goes on to the piece that the place is in; undefined behind the last one. */
  private turn(): Piece | undefined {
    const { pieces, repeat, perRepeat } = this;
    if (repeat !== undefined && this.sinceStart >= perRepeat) {
      if (perRepeat === 0) return undefined;
      this.repeats += Math.floor(this.sinceStart / perRepeat);
      // A difference would be rounded, and what is left of it may be many repetitions of a curve that has almost no rate.
      this.sinceStart %= perRepeat;
    }
    for (let piece = pieces[this.index]; piece !== undefined; piece = pieces[this.index]) {
      if (this.sinceStart < piece.expected) return piece;
      this.sinceStart -= piece.expected;
      this.index += 1;
      if (this.index === pieces.length && repeat !== undefined) {
        this.index = 0;
        this.repeats += 1;
      }
    }
    return undefined;
  }

  private begin(piece: Piece | undefined): number {
    return (this.repeat === undefined ? 0 : this.repeats * this.repeat) + (piece?.start ?? 0);
  }
}

/** Where there is no piece. */
const NOTHING: Piece = { start: 0, length: 0, rate: 0, slope: 0, expected: 0 };
