/** The first so many in that order; of equals, those that are listed first. */
export function first<Thing>(
  things: readonly Thing[],
  wanted: number,
  order: (a: Thing, b: Thing) => number,
): readonly Thing[] {
  // Mostly one is wanted, and to sort them all takes long.
  if (wanted !== 1) return things.toSorted(order).slice(0, wanted);
  let best = things[0];
  if (best === undefined) return [];
  for (const thing of things) if (order(thing, best) < 0) best = thing;
  return [best];
}
