/**
 * A count over time: its value now, its integral, its peak. Moments are added up in units of 2⁻³⁰ s as whole numbers, so the
 * integral is exact to that and does not depend on the order in which changes are told.
 */
export class Gauge {
  value = 0;
  peak = 0;
  /** Σ change · moment: the whole seconds of moments, and what is left of them in units. */
  private seconds = 0;
  private units = 0;

  add(now: number, change: number): void {
    const whole = Math.floor(now);
    this.seconds += change * whole;
    this.units += change * (((now - whole) * UNITS) | 0);
    this.value += change;
    if (this.value > this.peak) this.peak = this.value;
  }

  /** Integral of the value from the start of the run until now. */
  integral(now: number): number {
    const whole = Math.floor(now);
    const left = ((now - whole) * UNITS) | 0;
    return this.value * whole - this.seconds + (this.value * left - this.units) / UNITS;
  }
}

/** Of a second. */
export const UNITS = 2 ** 30;
