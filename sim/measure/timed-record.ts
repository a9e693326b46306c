import { GrowingColumn } from "../workload/growing-column.ts";
import { DurationRecord } from "./durations.ts";

/** Waits or sojourns of one line that know when their task arrived: for runs of which a transient is left out. */
export class TimedRecord extends DurationRecord {
  private readonly clock: { readonly now: number };
  private readonly arrivals = new GrowingColumn();
  private readonly values = new GrowingColumn();

  constructor(clock: { readonly now: number }) {
    super();
    this.clock = clock;
  }

  override add(value: number): void {
    super.add(value);
    this.arrivals.push(this.clock.now - value);
    this.values.push(value);
  }

  override addZeros(count: number): void {
    super.addZeros(count);
    for (let index = 0; index < count; index++) {
      this.arrivals.push(this.clock.now);
      this.values.push(0);
    }
  }

  /** Those of tasks that arrived at that moment or later. */
  since(moment: number): DurationRecord {
    const rest = new DurationRecord();
    for (let index = 0; index < this.values.length; index++) {
      if (this.arrivals.at(index) >= moment - ROUNDING) rest.add(this.values.at(index));
    }
    return rest;
  }

  /** By arrival and value. */
  *entries(): Generator<readonly [arrival: number, value: number]> {
    for (let index = 0; index < this.values.length; index++) yield [this.arrivals.at(index), this.values.at(index)];
  }
}

/** Seconds: an arrival is known as the moment it was measured, less what was measured. */
const ROUNDING = 1e-6;
