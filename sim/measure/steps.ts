import { Gauge } from "./gauge.ts";
import { type StepFunction, stepFunction } from "./step-function.ts";

/** A count that seldom changes, with the last value of every instant at which it did. */
export class Steps {
  readonly gauge = new Gauge();
  private readonly times: number[] = [];
  private readonly values: number[] = [];

  add(now: number, change: number): void {
    this.gauge.add(now, change);
    if (this.times.at(-1) === now) this.values[this.values.length - 1] = this.gauge.value;
    else {
      this.times.push(now);
      this.values.push(this.gauge.value);
    }
  }

  get value(): number {
    return this.gauge.value;
  }

  integral(now: number): number {
    return this.gauge.integral(now);
  }

  get all(): StepFunction {
    return stepFunction(this.times, this.values);
  }
}
