import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import { inOrder } from "../../../sim/measure/in-order.ts";

const few = fc.constantFrom(0, 0.5, 1, 7);
const spread = fc.double({ min: 0, max: 1000, noNaN: true });
const far = fc.double({ min: 0, max: 1e308, noNaN: true });

test.prop([
  fc.oneof(...[few, spread, far, fc.oneof(few, spread, far)].map((value) => fc.array(value, { maxLength: 300 }))),
])("durations in order are what sorting gives, however they are spread", (values) => {
  const given = Float64Array.from(values);
  expect(inOrder(given)).toEqual(Float64Array.from(values).sort());
  expect(given).toEqual(Float64Array.from(values));
});
