import type { SourceSpec } from "../../scenarios/scenario.ts";
import { sampler } from "../random/sampler.ts";
import { stream } from "../random/stream.ts";
import { curvePoints } from "./curve-points.ts";
import type { Process } from "./process.ts";
import { type RateCurve, rateCurve } from "./rate-curve.ts";
import type { Trace } from "./source.ts";

/**
 * Arrivals at a rate that changes over time: those of a Poisson process of rate 1, placed where the rate's integral reaches them.
 * Nothing is drawn in vain, so the same arrivals come a little earlier or later when the curve changes a little. `trace` has the
 * counts of a curve that comes from a file.
 */
export function curve(spec: Extract<SourceSpec, { kind: "curve" }>, trace: Trace | undefined, seed: number): Process {
  const { name, from, until = Infinity } = spec;
  const gaps = sampler({ kind: "exponential", mean: 1 }, stream(seed, `arrivals/${name}`));
  const advance = walk(rateCurve(trace === undefined ? spec : { ...spec, points: curvePoints(spec, trace) }));
  let ended = false;

  return {
    fill(times) {
      if (ended) return 0;
      gaps.fill(times, times.length);
      let count = 0;
      for (; count < times.length; count += 1) {
        const time = from + advance(times[count] as number);
        ended = time >= until || time === Infinity;
        if (ended) break;
        times[count] = time;
      }
      return count;
    },
  };
}

/**
 * Goes on by so many expected arrivals and tells the time reached. The place is kept as the arrivals expected since the start of
 * the piece, so that no digits are lost over many repetitions.
 */
function walk({ pieces, repeat }: RateCurve): (expected: number) => number {
  const perRepeat = pieces.reduce((sum, piece) => sum + piece.expected, 0);
  let repeats = 0;
  let index = 0;
  let sinceStart = 0;

  return (expected) => {
    sinceStart += expected;
    if (repeat !== undefined && sinceStart >= perRepeat) {
      if (perRepeat === 0) return Number.POSITIVE_INFINITY;
      // Exact, however many repetitions: what is left is less than one.
      const left = sinceStart % perRepeat;
      repeats += Math.round((sinceStart - left) / perRepeat);
      sinceStart = left;
    }
    for (let piece = pieces[index]; piece !== undefined; piece = pieces[index]) {
      if (sinceStart < piece.expected) {
        // The stable root of rate · x + slope · x² / 2 = sinceStart.
        const root = Math.sqrt(Math.max(0, piece.rate * piece.rate + 2 * piece.slope * sinceStart));
        const into = sinceStart === 0 ? 0 : (2 * sinceStart) / (piece.rate + root);
        return (repeat === undefined ? 0 : repeats * repeat) + piece.start + Math.min(into, piece.length);
      }
      sinceStart -= piece.expected;
      index += 1;
      if (index === pieces.length && repeat !== undefined) {
        index = 0;
        repeats += 1;
      }
    }
    return Infinity;
  };
}
