import { fc } from "../fast-check.ts";

/** One of some values; shrinks towards the first. */
export function oneOf<const Value>(...values: readonly Value[]): fc.Arbitrary<Value> {
  return fc.constantFrom(...values);
}

/** The nearest number of two digits: what people would write. */
export function rounded(value: number): number {
  return Number(value.toPrecision(2));
}

/** The plain in `usually` of so many cases to each one of the other, and whenever a case gets smaller. */
export function mostly<Plain, Other>(
  usually: number,
  plain: Plain,
  other: fc.Arbitrary<Other>,
): fc.Arbitrary<Plain | Other> {
  const rarely = { weight: 1, arbitrary: other };
  return fc.oneof({ withCrossShrink: true }, { weight: usually, arbitrary: fc.constant(plain) }, rarely);
}
