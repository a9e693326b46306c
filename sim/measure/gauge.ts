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
    if (now !== moment[NOW]) split(now);
    this.seconds += change * moment[WHOLE]!;
    this.units += change * moment[LEFT]!;
    this.value += change;
    if (this.value > this.peak) this.peak = this.value;
  }

  /** Many changes at once. The peak is the caller's to know. */
  include({ change, seconds, units }: Tally): void {
    this.value += change;
    this.seconds += seconds;
    this.units += units;
  }

  /** Integral of the value from the start of the run until now. */
  integral(now: number): number {
    if (now !== moment[NOW]) split(now);
    return this.value * moment[WHOLE]! - this.seconds + (this.value * moment[LEFT]! - this.units) / UNITS;
  }
}

/** Changes of a gauge before it knows of them, in any order. */
export class Tally {
  change = 0;
  /** Σ change · moment, as in a gauge. */
  seconds = 0;
  units = 0;

  add(now: number, change: number): void {
    const whole = Math.floor(now);
    this.change += change;
    this.seconds += change * whole;
    this.units += change * (((now - whole) * UNITS) | 0);
  }
}

/** Of a second. */
export const UNITS = 2 ** 30;

/** The moment that was split last: an event changes several gauges. In a column, because V8 boxes fractions in variables. */
const moment = new Float64Array(3);
const NOW = 0;
const WHOLE = 1;
const LEFT = 2;

function split(now: number): void {
  const whole = Math.floor(now);
  moment[NOW] = now;
  moment[WHOLE] = whole;
  moment[LEFT] = ((now - whole) * UNITS) | 0;
}
