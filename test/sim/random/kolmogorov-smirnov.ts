/** Largest distance between a sample's distribution and a given one, times √n: above 1.95 in one of a thousand samples. */
export function kolmogorovSmirnov(sample: Float64Array, distribution: (x: number) => number): number {
  const sorted = sample.slice().sort();
  let largest = 0;
  for (const [index, value] of sorted.entries()) {
    const expected = distribution(value);
    largest = Math.max(largest, expected - index / sorted.length, (index + 1) / sorted.length - expected);
  }
  return largest * Math.sqrt(sorted.length);
}
