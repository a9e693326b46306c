import { formatNumber } from "../format.ts";
import { steps } from "./time-axis.ts";
import type { Point } from "./tradeoff-points.ts";

type Placed = Pick<Point, "x" | "xl" | "xh" | "y" | "yl" | "yh">;

/** Domains of what is paid and of the latency, for all points with their intervals. */
export interface TradeoffAxes {
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
  /** Where latencies differ so much that theirs is logarithmic, the value below which it is not. */
  readonly linearBelow?: number;
  /** Latencies to label. */
  readonly ticks: readonly { readonly value: number; readonly label: string }[];
}

export function axesOf(points: readonly Placed[]): TradeoffAxes {
  const costs = points.flatMap(({ x, xl, xh }) => [x, xl ?? x, xh ?? x]);
  const [least, largest] = [Math.min(...costs), Math.max(...costs)];
  const margin = 0.06 * Math.max(largest - least, largest / 10, 1e-9);
  const latencies = points.flatMap(({ y, yl, yh }) => [y, yl ?? y, yh ?? y]);
  const most = Math.max(...latencies);
  const wide = most > 30 * Math.max(Math.min(...points.map(({ y }) => y)), most / 1e6);
  const floor = Math.max(Math.min(1, ...latencies.filter((value) => value > 0)), most / 1e4, 1e-3);
  const end = most * (wide ? 1.4 : 1.1);
  return {
    x: [Math.max(0, least - margin), largest + margin],
    y: [0, end],
    ...(wide ? { linearBelow: floor, ticks: ticksInPowers(floor, end) } : { ticks: ticksInSteps(end) }),
  };
}

/** Eight or fewer above zero, whole numbers of one unit. */
function ticksInSteps(end: number): TradeoffAxes["ticks"] {
  const week = 604_800;
  const step = [...shortSteps, ...steps].find((each) => end / each <= 8) ?? Math.ceil(end / 8 / week) * week;
  const unit = unitOf(step);
  return Array.from({ length: Math.floor(end / step + 1e-9) + 1 }, (_, index) => labeled(index * step, unit));
}

/** Each in a unit of its own. */
function ticksInPowers(floor: number, end: number): TradeoffAxes["ticks"] {
  return [0, ...powers.filter((tick) => tick >= floor && tick <= end)].map((tick) => labeled(tick, unitOf(tick)));
}

const shortSteps = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5];
const powers = [0.001, 0.01, 0.1, 1, 10, 60, 600, 3600, 36_000, 360_000];

interface Unit {
  readonly name: string;
  readonly seconds: number;
}

function unitOf(seconds: number): Unit {
  if (seconds < 1) return { name: "ms", seconds: 0.001 };
  if (seconds < 60) return { name: "s", seconds: 1 };
  return seconds < 3600 ? { name: "min", seconds: 60 } : { name: "h", seconds: 3600 };
}

function labeled(value: number, { name, seconds }: Unit): TradeoffAxes["ticks"][number] {
  return { value, label: value === 0 ? "0" : `${formatNumber(Math.round(value / seconds))} ${name}` };
}

/** Shares of the way from left to right and from top to bottom. */
export function placeOf({ x, y, linearBelow }: TradeoffAxes, point: Pick<Point, "x" | "y">): readonly [number, number] {
  const across = (point.x - x[0]) / (x[1] - x[0]);
  const scaled = (value: number) => (linearBelow === undefined ? value : Math.log1p(value / linearBelow));
  return [across, y[1] > 0 ? 1 - scaled(point.y) / scaled(y[1]) : 1];
}
