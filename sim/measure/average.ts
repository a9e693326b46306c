/** Over a run; nothing over a run of no length. */
export function average(integral: number, duration: number): number {
  return duration === 0 ? 0 : integral / duration;
}
