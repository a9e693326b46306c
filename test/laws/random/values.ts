import { fc } from "@fast-check/vitest";
import type { Distribution } from "../../../scenarios/scenario.ts";

/** Small things that random scenarios are made of. */

export const number = (min: number, max: number) => fc.double({ min, max, noNaN: true });
export const distribution: fc.Arbitrary<Distribution> = fc.oneof(
  number(0, 30).map((value) => ({ kind: "constant", value }) as const),
  number(0.1, 30).map((mean) => ({ kind: "exponential", mean }) as const),
  fc.record({ kind: fc.constantFrom("lognormal", "gamma", "weibull"), mean: number(0.1, 30), cv: number(0.1, 2) }),
);
export const queueName = fc.constantFrom("work", "other");

/** Something that is there in every second scenario or so. */
export const sometimes = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { nil: undefined });
export const lasting = fc.oneof(
  number(1, 100).map((value) => ({ kind: "constant", value }) as const),
  number(5, 100).map((mean) => ({ kind: "exponential", mean }) as const),
);
export const chance = fc.constantFrom(0, 0.1, 0.3);

/** Without the keys that have no value. */
export function known<Value extends object>(value: Value) {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as {
    [Key in keyof Value]: Exclude<Value[Key], undefined>;
  };
}
