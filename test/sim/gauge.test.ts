import { fc, test as property } from "@fast-check/vitest";
import { expect, test } from "vitest";
import { ExactSum } from "../../sim/measure/exact-sum.ts";
import { Gauge } from "../../sim/measure/gauge.ts";

const moment = fc.double({ min: 0, max: 1e7, noNaN: true });
const change = fc.record({ at: moment, by: fc.integer({ min: -9, max: 9 }) });
const changes = fc.array(change, { maxLength: 40 });

test("a gauge has the area under its steps", () => {
  const gauge = new Gauge();
  gauge.add(1.5, 2);
  gauge.add(4, -1);
  expect([gauge.value, gauge.peak, gauge.integral(4), gauge.integral(10.25)]).toEqual([1, 2, 5, 11.25]);
});

property.prop([
  changes.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
])("in whatever order changes are told, the integral is the same to the last bit, and right", ([all, shuffled]) => {
  const [one, other] = [new Gauge(), new Gauge()];
  for (const { at, by } of all) one.add(at, by);
  for (const { at, by } of shuffled) other.add(at, by);
  expect(other.integral(1e7)).toBe(one.integral(1e7));
  const exact = all.reduce((sum, { at, by }) => sum + by * (1e7 - at), 0);
  expect(one.integral(1e7)).toBeCloseTo(exact, 6);
});

property.prop([fc.array(moment, { maxLength: 40 }), fc.nat()])(
  "a sum of durations is the same whatever is added first, and in parts",
  (values, cut) => {
    const add = (some: readonly number[]) => {
      const sum = new ExactSum();
      sum.addAll(Float64Array.from(some), 0, some.length);
      return sum;
    };
    const whole = add(values);
    const parts = add(values.slice(cut % 40));
    parts.include(add(values.slice(0, cut % 40)));
    expect(parts.total).toBe(whole.total);
    expect(add(values.toReversed()).total).toBe(whole.total);
    expect(whole.total).toBeCloseTo(
      values.reduce((sum, value) => sum + value, 0),
      6,
    );
  },
);
