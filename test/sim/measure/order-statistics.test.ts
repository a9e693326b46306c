import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import { orderStatistics } from "../../../sim/measure/order-statistics.ts";

const few = fc.constantFrom(0, 0.5, 1, 7, 5e-324);
const spread = fc.double({ min: 0, max: 1000, noNaN: true });
const far = fc.double({ min: 0, max: 1e308, noNaN: true });
const columns = [few, spread, far, fc.oneof(few, spread, far)].map((value) =>
  fc.array(value, { minLength: 1, maxLength: 300, size: "max" }),
);

test.prop([fc.oneof(...columns), fc.array(fc.nat())])(
  "finds what stands at some ranks of durations in order, however they are spread",
  (values, places) => {
    const given = Float64Array.from(values);
    const ranks = [...new Set(places.map((place) => place % values.length))].sort((a, b) => a - b);
    const sorted = Float64Array.from(values).sort();
    const found = orderStatistics(given, ranks);
    expect(ranks.map((rank) => found[rank])).toEqual(ranks.map((rank) => sorted[rank]));
    expect(given).toEqual(Float64Array.from(values));
  },
);
