/**
 * Holm's step-down correction (Holm 1979): p values that may each be compared with 5 % although there are many of them; the chance
 * of any false alarm stays below that. In the order given.
 */
export function holm(p: readonly number[]): number[] {
  const order = p.map((_, index) => index).sort((a, b) => p[a]! - p[b]!);
  const adjusted = [...p];
  let least = 0;
  for (const [rank, index] of order.entries()) {
    least = Math.min(1, Math.max(least, p[index]! * (p.length - rank)));
    adjusted[index] = least;
  }
  return adjusted;
}
