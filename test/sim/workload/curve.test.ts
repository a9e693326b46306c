import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import type { SourceSpec } from "../../../scenarios/scenario.ts";
import { stream } from "../../../sim/random/stream.ts";
import { workOf } from "./sources.ts";

type Curve = Extract<SourceSpec, { kind: "curve" }>;

const point = fc.record({ at: fc.integer({ min: 0, max: 50 }), rate: fc.integer({ min: 0, max: 30 }) });
const curves = fc
  .record({
    points: fc.uniqueArray(point, { minLength: 1, maxLength: 5, selector: ({ at }) => at }),
    interpolate: fc.constantFrom("linear" as const, "step" as const),
    repeat: fc.option(fc.integer({ min: 51, max: 80 }), { nil: undefined }),
  })
  .map(({ points, interpolate, repeat }) => curve({ points: points.sort((a, b) => a.at - b.at), interpolate }, repeat));

test.prop([curves, fc.integer()])(
  "arrivals lie where the integral of the rate reaches a unit process",
  (spec, seed) => {
    const { arrivals } = workOf(spec, { seed, most: 500 });
    const unit = stream(seed, `arrivals/${spec.name}`);
    let reached = 0;
    const expected = arrivals.map(() => {
      reached -= Math.log(unit.next());
      return reached;
    });
    const integral = arrivals.map((time) => integrated(spec, time));
    for (const [index, value] of integral.entries()) expect(value).toBeCloseTo(expected[index] as number, 6);
  },
);

test.prop([curves, fc.integer()])("counts match the integral of the rate", (spec, seed) => {
  const { arrivals } = workOf({ ...spec, until: 300 }, { seed });
  for (let from = 0; from < 300; from += 60) {
    const count = arrivals.filter((time) => time >= from && time < from + 60).length;
    const expected = integrated(spec, from + 60) - integrated(spec, from);
    // Eight standard deviations of a Poisson count: never by chance.
    expect(Math.abs(count - expected)).toBeLessThanOrEqual(8 * Math.sqrt(expected) + 12);
  }
});

describe("a curve of rates by the hour", () => {
  const points = [
    { at: 0, rate: 10 },
    { at: 3600, rate: 0 },
  ];

  test("holds a step's rate until the next", () => {
    const { arrivals } = workOf(curve({ points, interpolate: "step" }));
    expect(arrivals.length).toBeGreaterThan(35_000);
    expect(arrivals.at(-1)).toBeLessThan(3600);
    expect(arrivals.at(-1)).toBeGreaterThan(3590);
  });

  test("goes back to the first rate before it repeats", () => {
    const { arrivals } = workOf({ ...curve({ points, interpolate: "linear" }, 7200), until: 7200 });
    const firstHour = arrivals.filter((time) => time < 3600).length;
    const secondHour = arrivals.length - firstHour;
    expect(firstHour).toBeGreaterThan(17_000);
    expect(secondHour).toBeGreaterThan(17_000);
  });

  test("starts at `from` and ends at `until`", () => {
    const { arrivals } = workOf({ ...curve({ points, interpolate: "step" }), from: 1000, until: 1500 });
    expect(arrivals[0]).toBeGreaterThan(1000);
    expect(arrivals[0]).toBeLessThan(1002);
    expect(arrivals.at(-1)).toBeLessThan(1500);
    expect(arrivals.length).toBeGreaterThan(4000);
  });
});

test.each([undefined, 10])("a curve without any rate gives no work, repeated after %s", (repeat) => {
  const spec = curve({ points: [{ at: 0, rate: 0 }], interpolate: "linear" }, repeat);
  expect(workOf(spec).arrivals).toEqual([]);
});

test("the last rate stays", () => {
  const spec = curve({
    points: [
      { at: 0, rate: 1 },
      { at: 10, rate: 100 },
    ],
    interpolate: "linear",
  });
  const { arrivals } = workOf({ ...spec, until: 110 });
  expect(arrivals.filter((time) => time >= 10).length / 10_000).toBeCloseTo(1, 1);
});

test("loses no digits over many repetitions", () => {
  const spec = curve(
    {
      points: [
        { at: 0, rate: 1e-9 },
        { at: 1, rate: 0 },
      ],
      interpolate: "step",
    },
    1000,
  );
  const { arrivals } = workOf(spec, { most: 100 });
  expect(arrivals).toHaveLength(100);
  expect(arrivals.every((time) => time % 1000 <= 1)).toBe(true);
});

function curve({ points, interpolate }: Pick<Curve, "points" | "interpolate">, repeat?: number): Curve {
  return {
    kind: "curve",
    name: "curve",
    queue: "work",
    from: 0,
    points,
    interpolate,
    ...(repeat !== undefined && { repeat }),
    service: { kind: "constant", value: 1 },
  };
}

/** Arrivals expected until a time, by the midpoint rule between neighboring knots, which is exact for straight lines. */
function integrated(spec: Curve, time: number): number {
  const period = spec.repeat ?? Number.POSITIVE_INFINITY;
  const knots = [0, time];
  for (let start = 0; start < time; start += period) {
    knots.push(start, ...spec.points.map(({ at }) => start + at).filter((knot) => knot < time));
  }
  knots.sort((a, b) => a - b);
  return knots.slice(1).reduce((sum, right, index) => {
    const left = knots[index] as number;
    return sum + (right - left) * rateAt(spec, (left + right) / 2);
  }, 0);
}

function rateAt({ points, interpolate, repeat }: Curve, time: number): number {
  const now = repeat === undefined ? time : time % repeat;
  const first = points[0] as Curve["points"][number];
  const last = points.at(-1) as Curve["points"][number];
  const left =
    points.findLast(({ at }) => at <= now) ?? (repeat === undefined ? first : { ...last, at: last.at - repeat });
  const right =
    points.find(({ at }) => at > now) ?? (repeat === undefined ? last : { ...first, at: first.at + repeat });
  if (interpolate === "step" || right.at <= left.at || now < left.at) return left.rate;
  return left.rate + ((right.rate - left.rate) * (now - left.at)) / (right.at - left.at);
}

test.each([
  [1e-57, 1e-200, 20],
  [9.2e-204, 1.04e-57, 150],
])("a curve that hardly ever has work, from %d to %d, gives none and says so at once", (first, second, repeat) => {
  const points = [
    { at: 0, rate: first },
    { at: 10, rate: second },
  ];
  const { arrivals } = workOf(curve({ points, interpolate: "linear" }, repeat), { most: 3 });
  expect(arrivals).toHaveLength(3);
  // One in 1.8e58 seconds or so.
  expect(arrivals[2]).toBeGreaterThan(1e57);
});
