import { UNITS } from "./gauge.ts";

/** A sum of durations in units of 2⁻³⁰ s, as whole numbers: the same in whatever order they are added. */
export class ExactSum {
  /** First fractions, or V8 would keep whole numbers until they get long, and then give up code that has seen them. */
  private seconds = Number.NaN;
  private units = Number.NaN;

  constructor() {
    this.seconds = 0;
    this.units = 0;
  }

  /** Those of a column from one place up to another, at most a million. Returns the largest; 0 if there is none. */
  addAll(values: Float64Array, from: number, to: number): number {
    // What other files export is read anew wherever it is used.
    const scale = UNITS;
    let units = 0;
    let most = 0;
    let index = from;
    // Four in each turn, of which the sum waits once; whole numbers may be added in any order.
    for (; index + 3 < to; index += 4) {
      const first = values[index]!;
      const second = values[index + 1]!;
      const third = values[index + 2]!;
      const fourth = values[index + 3]!;
      units +=
        Math.floor(first * scale) + Math.floor(second * scale) + Math.floor(third * scale) + Math.floor(fourth * scale);
      if (first > most) most = first;
      if (second > most) most = second;
      if (third > most) most = third;
      if (fourth > most) most = fourth;
    }
    for (; index < to; index++) {
      const value = values[index]!;
      units += Math.floor(value * scale);
      if (value > most) most = value;
    }
    // It was exact all the way there.
    if (units < FULL) this.addUnits(units);
    else for (let place = from; place < to; place++) this.addLong(values[place]!);
    return most;
  }

  include(other: ExactSum): void {
    this.seconds += other.seconds;
    this.units += other.units;
    this.carry();
  }

  get total(): number {
    this.carry();
    return this.seconds + this.units / UNITS;
  }

  private addUnits(units: number): void {
    const whole = Math.floor(units / UNITS);
    this.seconds += whole;
    this.units += units - whole * UNITS;
    if (this.units >= FULL) this.carry();
  }

  private addLong(value: number): void {
    const whole = Math.floor(value);
    this.seconds += whole;
    this.addUnits(Math.floor((value - whole) * UNITS));
  }

  private carry(): void {
    const whole = Math.floor(this.units / UNITS);
    this.seconds += whole;
    this.units -= whole * UNITS;
  }
}

/** Far from where whole numbers end. */
const FULL = 2 ** 50;
