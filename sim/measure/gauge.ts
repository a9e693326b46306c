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
    this.units += change * Math.floor((now - whole) * A_SECOND);
    this.value += change;
    if (this.value > this.peak) this.peak = this.value;
  }

  /** Many changes at once. The peak is the caller's to know. */
  include({ change, seconds, units }: Tally): void {
    this.value += change;
    this.seconds += seconds;
    this.units += units;
  }

  /** A change by so much that units would not long be exact: when there are many they make up whole seconds. */
  addMany(now: number, change: number): void {
    this.add(now, change);
    if (this.units > FULL || this.units < -FULL) this.carry();
  }

  /** The same of several changes, told as in a tally. */
  includeMany(change: number, seconds: number, units: number): void {
    this.value += change;
    this.seconds += seconds;
    this.units += units;
    if (this.units > FULL || this.units < -FULL) this.carry();
  }

  /** Integral of the value from the start of the run until now. */
  integral(now: number): number {
    const whole = Math.floor(now);
    const left = Math.floor((now - whole) * A_SECOND);
    return this.value * whole - this.seconds + (this.value * left - this.units) / A_SECOND;
  }

  /** The same without some changes, which come later. */
  integralWithout(now: number, { change, seconds, units }: Tally): number {
    const value = this.value - change;
    const whole = Math.floor(now);
    const left = Math.floor((now - whole) * A_SECOND);
    return value * whole - (this.seconds - seconds) + (value * left - (this.units - units)) / UNITS;
  }

  private carry(): void {
    const whole = Math.floor(this.units / A_SECOND);
    this.seconds += whole;
    this.units -= whole * A_SECOND;
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
    this.units += change * Math.floor((now - whole) * A_SECOND);
  }

  /** Nothing has changed. */
  reset(): void {
    this.change = 0;
    this.seconds = 0;
    this.units = 0;
  }

  /** Changes that make up nothing, and so many units. */
  addUnits(units: number): void {
    const whole = Math.floor(units / UNITS);
    this.seconds += whole;
    this.units += units - whole * UNITS;
  }
}

/** Of a second. */
export const UNITS = 2 ** 30;
/** The same: what is exported V8 looks up at every use, and takes for any number. */
const A_SECOND = 2 ** 30;
/** Whole numbers up to twice as many are exact. */
const FULL = 2 ** 52;
