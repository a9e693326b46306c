import type { Sensor } from "../../scenarios/scenario.ts";

/** Running totals (counts, integrals) at a moment; a rate or a utilization is the difference of two. */
export interface Totals {
  readonly time: number;
  readonly values: readonly number[];
}

/** What a sensor measures: its totals now, and a reading given the totals at the beginning of its window, if there was one. */
export interface Probe<Reading> {
  totals(): Totals;
  read(now: Totals, earlier: Totals | undefined): Reading;
}

/** One sensor between plant and policy: takes readings, and shows each no sooner than its lag. */
export class Feed<Reading> {
  readonly sensor: Sensor;
  private readonly probe: Probe<Reading>;
  /** Totals at the beginnings of windows that have not ended, first to last. */
  private readonly opened: Totals[] = [];
  private previous: Totals | undefined;
  /** Where the window of the last reading began. */
  private earlier: Totals | undefined;
  private readonly readings: { readonly time: number; readonly reading: Reading }[] = [];

  constructor(sensor: Sensor, probe: Probe<Reading>) {
    this.sensor = sensor;
    this.probe = probe;
  }

  /** A window begins now. */
  open(): void {
    this.opened.push(this.probe.totals());
  }

  sense(): void {
    const now = this.probe.totals();
    // A second look at one instant, after something has changed at it, takes the place of the first.
    if (this.readings.at(-1)?.time === now.time) this.readings.pop();
    else this.earlier = this.opened.shift() ?? this.previous;
    this.previous = now;
    this.readings.push({ time: now.time, reading: this.probe.read(now, this.earlier) });
  }

  /** What can be seen now: the newest reading at least `lag` old, or undefined. */
  visible(now: number): Reading | undefined {
    if (this.sensor.period === 0) this.sense();
    const { readings } = this;
    while (readings.length > 1 && readings[1]!.time <= now - this.sensor.lag) readings.shift();
    const first = readings[0];
    return first !== undefined && first.time <= now - this.sensor.lag ? first.reading : undefined;
  }
}
