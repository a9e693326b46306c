/** A count over time: its value now, its integral, its peak. The integral is exact on the sample path. */
export class Gauge {
  value = 0;
  peak = 0;
  private area = 0;
  private since = 0;

  add(now: number, change: number): void {
    this.area += this.value * (now - this.since);
    this.since = now;
    this.value += change;
    if (this.value > this.peak) this.peak = this.value;
  }

  /** Integral of the value from the start of the run until now. */
  integral(now: number): number {
    return this.area + this.value * (now - this.since);
  }
}
