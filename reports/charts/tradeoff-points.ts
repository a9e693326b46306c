import type { Estimate, Result } from "../../sim/result.ts";
import { bestStatics } from "../best-statics.ts";
import { eligible } from "../eligible.ts";
import { possibleInterval } from "../possible-interval.ts";
import { placedNames } from "./placed-names.ts";
import { policyColor } from "./policy-scale.ts";
import { compact, type Table, tableOf } from "./table.ts";
import { axesOf, placeOf } from "./tradeoff-axes.ts";

const money = ["cost.total", "gpuHours", "replicaHours"] as const;
export const latency = "wait.p95";
export const plotHeight = 300;

/** What all policies have measured of it: money, or else time. */
export function paidMeasure({ policies }: Result): (typeof money)[number] | undefined {
  return money.find((name) => policies.every(({ summary }) => summary[name] !== undefined));
}

export interface Point {
  readonly m: "policy" | "static" | "bound";
  readonly l: string;
  readonly c: string;
  readonly x: number;
  readonly xl: number | null;
  readonly xh: number | null;
  readonly y: number;
  readonly yl: number | null;
  readonly yh: number | null;
  readonly f: number;
  readonly k: number;
  /** Pixels its name stands lower, and 1 where it stands to the left. */
  readonly d: number;
  readonly a: number;
}

/**
 * `m` what it is, `l` its name, `c` its color, `x` what is paid and `y` the latency with their intervals, `f` 1 on the Pareto front, `k` 1 if it
 * may be called best.
 */
export function tradeoffTable(result: Result): Table {
  return tableOf(pointsOf(result).map((point) => ({ ...point })));
}

/** The policies, the best fixed sizes and the bounds, as far as they have both. */
export function pointsOf(result: Result): Point[] {
  const paid = paidMeasure(result);
  if (paid === undefined) return [];
  const point = (m: Point["m"], l: string, c: string, summary: Readonly<Record<string, Estimate>>): Point[] => {
    const [x, y] = [summary[paid], summary[latency]];
    if (x === undefined || y === undefined) return [];
    const [[xl, xh] = [], [yl, yh] = []] = [possibleInterval(x, "", paid), possibleInterval(y, "s", latency)];
    return [
      {
        ...{ m, l, c, x: x.mean, xl: compact(xl), xh: compact(xh), y: y.mean },
        ...{ yl: compact(yl), yh: compact(yh), f: 0, k: 1, d: 0, a: 0 },
      },
    ];
  };
  const fit = eligible(result);
  const policies = result.policies.flatMap(({ label, summary }, index) =>
    point("policy", label, policyColor(index), summary).map((each) => ({ ...each, k: fit.has(label) ? 1 : 0 })),
  );
  const onFront = policies.map((one) => ({
    ...one,
    f: policies.some((other) => other.x <= one.x && other.y <= one.y && (other.x < one.x || other.y < one.y)) ? 0 : 1,
  }));
  const bounds = result.policies.flatMap(({ label, bound }, index): Point[] => {
    const reached = policies.find(({ l }) => l === label);
    if (bound === undefined || bound.measure !== paid || reached === undefined) return [];
    const { mean } = bound.value;
    return [
      {
        m: "bound",
        l: `bound for ${label}`,
        c: policyColor(index),
        x: mean,
        xl: null,
        xh: reached.x,
        y: reached.y,
        yl: null,
        yh: null,
        ...{ f: 0, k: 1, d: 0, a: 0 },
      },
    ];
  });
  const fixed = bestStatics(result).flatMap(({ label, summary }) => point("static", label, "var(--muted)", summary));
  return withNames([...onFront, ...fixed, ...bounds]);
}

/** Names of bounds are not written. */
function withNames(points: readonly Point[]): Point[] {
  const axes = axesOf(points);
  const shown = points.filter(({ m }) => m !== "bound");
  const places = placedNames(
    shown.map((point) => ({ place: placeOf(axes, point), name: point.l })),
    plotHeight,
  );
  return points.map((point) => {
    const place = places[shown.indexOf(point)];
    return place === undefined ? point : { ...point, d: place.down, a: place.side === "left" ? 1 : 0 };
  });
}
