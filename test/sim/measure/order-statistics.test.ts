import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import { orderStatistics } from "../../../sim/measure/order-statistics.ts";

const few = fc.constantFrom(0, 0.5, 1, 7, 5e-324);
const spread = fc.double({ min: 0, max: 1000, noNaN: true });
const far = fc.double({ min: 0, max: 1e308, noNaN: true });
const column = fc.oneof(
  ...[few, spread, far, fc.oneof(few, spread, far)].map((value) => fc.array(value, { maxLength: 300, size: "max" })),
);

test.prop([fc.array(fc.tuple(column, fc.array(fc.nat())), { minLength: 1, maxLength: 3 }), fc.array(fc.nat())])(
  "finds what stands at some ranks of durations in order, of each column and of all, however they are spread",
  (drawn, places) => {
    const columns = drawn.map(([values, own]) => ({ values: Float64Array.from(values), ranks: ranks(own, values) }));
    const all = columns.flatMap(({ values }) => [...values]);
    const together = { values: Float64Array.from(all), ranks: ranks(places, all) };
    const found = orderStatistics(columns, Math.max(0, ...all), together.ranks);
    const asked = [...columns, together];
    expect(asked.map(({ ranks }, which) => ranks.map((rank) => found[which]?.[rank]))).toEqual(
      asked.map(({ values, ranks }) => ranks.map((rank) => values.slice().sort()[rank])),
    );
    expect(columns.map(({ values }) => [...values])).toEqual(drawn.map(([values]) => values));
  },
);

/** Of values, in order; none of none. */
function ranks(places: readonly number[], values: readonly number[]): number[] {
  return [...new Set(places.map((place) => place % values.length))].filter(Number.isInteger).sort((a, b) => a - b);
}
