type Column = readonly (number | null)[];

/**
 * Series with at most so many moments, and every peak and every low of the stretch it stands for: of neighboring bins the one with the
 * least and the one with the most, in their order. Columns of one set are drawn on top of each other, so they keep the same bins,
 * those with the least and the most of their sum.
 */
export function thinned(
  time: readonly number[],
  sets: readonly (readonly Column[])[],
  most: number,
): { readonly time: readonly number[]; readonly sets: readonly (readonly Column[])[] } {
  if (time.length <= most) return { time, sets };
  const size = Math.ceil(time.length / Math.floor(most / 2));
  const starts = Array.from({ length: Math.ceil(time.length / size) }, (_, index) => index * size);
  const stretches = starts.map((start) => [start, Math.min(start + size, time.length)] as const);
  return {
    time: stretches.flatMap(([start, end]) =>
      end - start < 2 ? [time[start] ?? 0] : [time[start] ?? 0, time[start + Math.floor((end - start) / 2)] ?? 0],
    ),
    sets: sets.map((columns) => {
      const kept = stretches.flatMap(([start, end]) => extremes(columns, start, end));
      return columns.map((column) => kept.map((bin) => column[bin] ?? null));
    }),
  };
}

/** The two bins, earlier first; one where there is only one. */
function extremes(columns: readonly Column[], start: number, end: number): number[] {
  if (end - start < 2) return [start];
  let [low, high] = [start, start];
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let bin = start; bin < end; bin++) {
    const known = columns.flatMap((column) => column[bin] ?? []);
    if (known.length === 0) continue;
    const sum = known.reduce((total, value) => total + value, 0);
    if (sum < least) [low, least] = [bin, sum];
    if (sum > most) [high, most] = [bin, sum];
  }
  return low < high ? [low, high] : [high, low];
}
