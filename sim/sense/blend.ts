/** The reading of now with these numbers of it on their way from those before; what is new or missing stays so. */
export function blended<Reading extends object>(
  before: Reading,
  now: Reading,
  weight: number,
  fields: readonly (keyof Reading)[],
): Reading {
  const reading = { ...now };
  for (const field of fields) {
    const from = before[field];
    const to = now[field];
    if (typeof from === "number" && typeof to === "number") {
      // Nothing that stands still is rounded.
      reading[field] = (from + (to - from) * weight) as Reading[keyof Reading] & number;
    }
  }
  return reading;
}

/** The same for gauges by name. */
export function blendedSignals<Signals extends Readonly<Record<string, number>>>(
  before: Signals,
  now: Signals,
  weight: number,
): Signals {
  return blended(before, now, weight, Object.keys(now));
}
