import type { SourceSpec } from "../../scenarios/scenario.ts";

type Curve = Pick<Extract<SourceSpec, { kind: "curve" }>, "points" | "interpolate" | "repeat">;

/** A stretch of time on which the rate is `rate + slope · x`, x seconds after its start; the last one may have no end. */
export interface Piece {
  readonly start: number;
  readonly length: number;
  readonly rate: number;
  readonly slope: number;
  /** Arrivals expected over its whole length. */
  readonly expected: number;
}

export interface RateCurve {
  readonly pieces: readonly Piece[];
  /** Seconds after which the first piece comes again. */
  readonly repeat?: number;
}

/**
 * A curve's points as pieces without a gap. Before the first point and after the last one the nearest point's rate holds; in a
 * curve that repeats, the last point comes before the first, so that hours 0 to 23 make a day without a jump.
 */
export function rateCurve({ points, interpolate, repeat }: Curve): RateCurve {
  const inOrder = points.filter(({ at }) => repeat === undefined || at < repeat).sort((a, b) => a.at - b.at);
  const first = inOrder[0];
  const last = inOrder.at(-1);
  if (first === undefined || last === undefined) return { pieces: [] };

  const knots =
    repeat === undefined
      ? [{ at: Math.min(0, first.at), rate: first.rate }, ...inOrder, { at: Infinity, rate: last.rate }]
      : [{ ...last, at: last.at - repeat }, ...inOrder, { ...first, at: first.at + repeat }];
  const end = repeat ?? Infinity;
  const pieces: Piece[] = [];
  for (const [index, left] of knots.entries()) {
    const right = knots[index + 1];
    if (right === undefined) break;
    const slope = interpolate === "linear" && right.at > left.at ? (right.rate - left.rate) / (right.at - left.at) : 0;
    const start = Math.max(0, left.at);
    const length = Math.min(end, right.at) - start;
    if (length <= 0) continue;
    const rate = Math.max(0, left.rate + slope * (start - left.at));
    pieces.push({ start, length, rate, slope, expected: expectedArrivals(rate, slope, length) });
  }
  return repeat === undefined ? { pieces } : { pieces, repeat };
}

function expectedArrivals(rate: number, slope: number, length: number): number {
  if (slope === 0) return rate === 0 ? 0 : rate * length;
  return Math.max(0, rate * length + (slope * length * length) / 2);
}
