/** At most so many of a list, spread evenly over it. */
export function some<Value>(values: readonly Value[], most: number): Value[] {
  if (values.length <= most) return [...values];
  return Array.from(
    { length: most },
    (_, index) => values[Math.floor(((index + 0.5) * values.length) / most)] as Value,
  );
}
