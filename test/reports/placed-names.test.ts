import fc from "fast-check";
import { expect, test } from "vitest";
import { placedNames } from "../../reports/charts/placed-names.ts";

const HEIGHT = 300;

test("a name stands beside its point, on the side with more room", () => {
  const points = [
    { place: [0.1, 0.5], name: "left" },
    { place: [0.9, 0.5], name: "right" },
  ] as const;
  expect(placedNames(points, HEIGHT)).toEqual([
    { side: "right", down: -9 },
    { side: "left", down: -9 },
  ]);
});

test("names of points in one place stand above and below it, and then farther", () => {
  const one = { place: [0.2, 0.5], name: "same" } as const;
  expect(placedNames([one, one, one, one], HEIGHT).map(({ down }) => down)).toEqual([-9, 9, -23, 23]);
});

test("at the ends of the axis names stay within the plot", () => {
  const at = (down: number) => ({ place: [0.2, down], name: "edge" }) as const;
  expect(placedNames([at(1), at(1)], HEIGHT).map(({ down }) => down)).toEqual([-9, -23]);
  expect(placedNames([at(0), at(0)], HEIGHT).map(({ down }) => down)).toEqual([9, 23]);
});

test("a crowd at the top of the plot has names farther down", () => {
  const crowd = Array.from({ length: 10 }, (_, at) => ({ place: [0.05, 0.05 + 0.037 * at] as const, name: "crowded" }));
  const middles = placedNames(crowd, HEIGHT).map(({ down }, at) => HEIGHT * (0.05 + 0.037 * at) + down);
  const sorted = middles.toSorted((one, other) => one - other);
  for (const [at, middle] of sorted.slice(1).entries()) expect(middle - (sorted[at] ?? 0)).toBeGreaterThanOrEqual(13.9);
});

test("no two of ten names cover each other, however near their points are", () => {
  const share = fc.double({ min: 0.05, max: 0.95, noNaN: true });
  const named = fc.record({ place: fc.tuple(share, share), name: fc.stringMatching(/^[a-z]{3,20}$/) });
  fc.assert(
    fc.property(fc.array(named, { minLength: 2, maxLength: 10 }), (points) => {
      const places = placedNames(points, HEIGHT);
      const lines = points.map(({ place: [across, down], name }, at) => {
        const { side, down: lower } = places[at] ?? { side: "left", down: Number.NaN };
        // In pixels of a plot that is wider than the one they are placed for.
        const x = 300 * across + (side === "left" ? -9 - 6 * name.length : 9);
        return { left: x, right: x + 6 * name.length, y: HEIGHT * down + lower };
      });
      for (const [at, one] of lines.entries())
        for (const other of lines.slice(at + 1))
          expect(Math.abs(one.y - other.y) >= 13.9 || one.right <= other.left || other.right <= one.left).toBe(true);
    }),
  );
});
