import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import { thinned } from "../../reports/charts/thinned.ts";

const value = fc.option(fc.integer({ min: -1000, max: 1000 }), { freq: 6 });
const column = fc.array(value, { minLength: 1, maxLength: 300 });
const known = (values: readonly (number | null)[]) => values.filter((one) => one !== null);
const moments = (length: number) => Array.from({ length }, (_, bin) => bin * 60);

test.prop([column, fc.integer({ min: 2, max: 100 })])(
  "every peak and low survives, in its stretch of time",
  (values, most) => {
    const { time, sets } = thinned(moments(values.length), [[values]], most);
    const kept = sets[0]?.[0] ?? [];
    expect(time.length).toBe(kept.length);
    expect(time.length).toBeLessThanOrEqual(Math.max(most, 2));
    expect(time).toEqual([...new Set(time)].sort((a, b) => a - b));
    if (known(values).length > 0) {
      expect(Math.max(...known(kept))).toBe(Math.max(...known(values)));
      expect(Math.min(...known(kept))).toBe(Math.min(...known(values)));
    }
    const size = values.length <= most ? 1 : Math.ceil(values.length / Math.floor(most / 2));
    for (let start = 0; start < values.length; start += size) {
      const stretch = known(values.slice(start, start + size));
      const drawn = known(
        kept.filter((_, at) => (time[at] ?? 0) >= start * 60 && (time[at] ?? 0) < (start + size) * 60),
      );
      expect(Math.max(...drawn)).toBe(Math.max(...stretch));
      expect(Math.min(...drawn)).toBe(Math.min(...stretch));
    }
  },
);

test.prop([fc.array(fc.tuple(fc.nat(50), fc.nat(50)), { minLength: 5, maxLength: 200 })])(
  "what is stacked keeps the same bins, with the highest stack",
  (pairs) => {
    const columns = [pairs.map(([one]) => one), pairs.map(([, other]) => other)];
    const [stack = []] = thinned(moments(pairs.length), [columns], 20).sets;
    const heights = (stack[0] ?? []).map((one, at) => (one ?? 0) + (stack[1]?.[at] ?? 0));
    expect(Math.max(...heights)).toBe(Math.max(...pairs.map(([one, other]) => one + other)));
    const seen = new Set(pairs.map((pair) => pair.join()));
    for (const [at, one] of (stack[0] ?? []).entries()) expect(seen).toContain(`${one},${stack[1]?.[at]}`);
  },
);

test("a short series stays as it is", () => {
  expect(thinned([0, 60], [[[1, null]]], 480)).toEqual({ time: [0, 60], sets: [[[1, null]]] });
});
