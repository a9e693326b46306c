import type { Point } from "./tradeoff-points.ts";

type Placed = Pick<Point, "x" | "xl" | "xh" | "y" | "yl" | "yh">;

/** Domains of what is paid and of the latency, for all points with their intervals. */
export interface TradeoffAxes {
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
  /** Where latencies differ so much that theirs is logarithmic, the value below which it is not. */
  readonly linearBelow?: number;
}

export function axesOf(points: readonly Placed[]): TradeoffAxes {
  const costs = points.flatMap(({ x, xl, xh }) => [x, xl ?? x, xh ?? x]);
  const [least, largest] = [Math.min(...costs), Math.max(...costs)];
  const margin = 0.06 * Math.max(largest - least, largest / 10, 1e-9);
  const latencies = points.flatMap(({ y, yl, yh }) => [y, yl ?? y, yh ?? y]);
  const most = Math.max(...latencies);
  const wide = most > 30 * Math.max(Math.min(...points.map(({ y }) => y)), most / 1e6);
  const floor = Math.max(Math.min(1, ...latencies.filter((value) => value > 0)), most / 1e4, 1e-3);
  return {
    x: [Math.max(0, least - margin), largest + margin],
    y: [0, most * (wide ? 1.4 : 1.1)],
    ...(wide ? { linearBelow: floor } : {}),
  };
}

/** Shares of the way from left to right and from top to bottom. */
export function placeOf({ x, y, linearBelow }: TradeoffAxes, point: Pick<Point, "x" | "y">): readonly [number, number] {
  const across = (point.x - x[0]) / (x[1] - x[0]);
  const scaled = (value: number) => (linearBelow === undefined ? value : Math.log1p(value / linearBelow));
  return [across, y[1] > 0 ? 1 - scaled(point.y) / scaled(y[1]) : 1];
}
