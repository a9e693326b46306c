import type { Sensor } from "../../scenarios/scenario.ts";

/** Running totals (counts, integrals) at a moment; a rate or a utilization is the difference of two. */
export interface Totals {
  time: number;
  readonly values: number[];
  /** Seconds the replica in each row has been at work; only of groups, over a window. */
  readonly busy: number[];
}

/** Readings by the name of the thing. One that is missing could not be taken. */
export type Readings<Thing> = Readonly<Record<string, Thing>>;

/** What a sensor measures: its totals now, and readings given the totals at the beginning of its window, if there was one. */
export interface Probe<Thing> {
  totals(into: Totals): void;
  read(now: Totals, earlier: Totals | undefined): Readings<Thing>;
  /** The gauges of a reading on their way from `before`: `weight` 0 is there, 1 is here. */
  blend(before: Thing, now: Thing, weight: number): Thing;
}

/** One sensor between plant and policy: takes readings, and shows each no sooner than its lag. */
export class Feed<Thing> {
  readonly sensor: Sensor;
  private readonly probe: Probe<Thing>;
  /** Whether the reading of this thing fails; asked once for each. */
  private readonly fails: ((name: string) => boolean) | undefined;
  /** Totals at moments that windows can begin at, first to last. */
  private readonly moments: Totals[] = [];
  private previous: Totals | undefined;
  /** Totals nobody needs once the next are taken, which are written into them. */
  private readonly spare: Totals[] = [];
  /** Where the window of the last reading began. */
  private earlier: Totals | undefined;
  /** Of the last reading. */
  private time = -1;
  private readonly readings: { readonly time: number; readonly things: Readings<Thing> }[] = [];
  /** By name: where the gauges stand, and where they stood before the last reading. */
  private readonly smooth = new Map<string, Smoothed<Thing>>();
  /** By name: the last reading that could be taken, of those that can be seen. */
  private readonly last = new Map<string, { readonly time: number; readonly thing: Thing }>();
  private readonly atOnce: boolean;

  constructor(sensor: Sensor, probe: Probe<Thing>, fails?: (name: string) => boolean) {
    this.sensor = sensor;
    this.probe = probe;
    this.fails = fails;
    this.atOnce = isAtOnce(sensor);
  }

  /** Whether there is a reading of everything, if there is any. */
  get whole(): boolean {
    return this.fails === undefined && this.sensor.staleAfter === undefined;
  }

  /** A window begins now. */
  open(): void {
    this.moments.push(this.totals());
  }

  sense(): void {
    const { readings } = this;
    const things = this.read();
    // A second look at one instant, after something has changed at it, takes the place of the first.
    if (readings.at(-1)?.time === this.time) readings.pop();
    readings.push({ time: this.time, things });
  }

  /** What can be seen now: of each thing the newest reading at least `lag` old. Undefined: there has been none. */
  visible(now: number): Readings<Thing> | undefined {
    if (this.atOnce) return this.read();
    if (this.sensor.period === 0) this.sense();
    const { readings, last } = this;
    const { lag, staleAfter } = this.sensor;
    while (readings.length > 1 && readings[1]!.time <= now - lag) this.keep(readings.shift()!);
    const first = readings[0];
    if (first === undefined || first.time > now - lag) return undefined;
    if (staleAfter === undefined) return first.things;
    this.keep(first);
    return Object.fromEntries(
      [...last].filter(([, { time }]) => now - time <= staleAfter).map(([name, { thing }]) => [name, thing]),
    );
  }

  private read(): Readings<Thing> {
    const now = this.totals();
    if (this.sensor.window > 0) this.begin(now);
    else this.compare(now);
    this.time = now.time;
    const { fails } = this;
    let things = this.probe.read(now, this.earlier);
    if (fails !== undefined) things = Object.fromEntries(Object.entries(things).filter(([name]) => !fails(name)));
    return (this.sensor.smoothing ?? 0) > 0 ? this.smoothed(now.time, things) : things;
  }

  /** Without a window a reading is compared with the last at an instant before. */
  private compare(now: Totals): void {
    const later = now.time !== this.time;
    const unneeded = later ? this.earlier : this.previous;
    if (unneeded !== undefined) this.spare.push(unneeded);
    if (later) this.earlier = this.previous;
    this.previous = now;
  }

  /** The window of a reading begins at the last moment that is early enough, or the first there is. */
  private begin(now: Totals): void {
    const { moments, spare } = this;
    const { window } = this.sensor;
    if (now.time !== this.time) {
      // A window that is a sum of periods may be rounded.
      while (moments.length > 1 && moments[1]!.time <= now.time - window * (1 - 1e-9)) spare.push(moments.shift()!);
      this.earlier = moments[0];
      // Looks that nobody planned may be frequent.
      if ((moments.at(-1)?.time ?? -window) <= now.time - window / MOST_MOMENTS) {
        moments.push(now);
        return;
      }
    }
    spare.push(now);
  }

  private totals(): Totals {
    const totals = this.spare.pop() ?? { time: Number.NaN, values: [], busy: [] };
    this.probe.totals(totals);
    return totals;
  }

  private keep({ time, things }: { readonly time: number; readonly things: Readings<Thing> }): void {
    if (this.sensor.staleAfter === undefined) return;
    for (const name in things) this.last.set(name, { time, thing: things[name]! });
  }

  private smoothed(time: number, things: Readings<Thing>): Readings<Thing> {
    const constant = this.sensor.smoothing!;
    return Object.fromEntries(
      Object.entries(things).map(([name, thing]) => {
        const known = this.smooth.get(name);
        const from = known !== undefined && known.time === time ? known.from : known;
        const weight = from === undefined ? 1 : -Math.expm1((from.time - time) / constant);
        const value = from === undefined ? thing : this.probe.blend(from.thing, thing, weight);
        this.smooth.set(name, {
          time,
          thing: value,
          from: from === undefined ? undefined : { time: from.time, thing: from.thing },
        });
        return [name, value];
      }),
    );
  }
}

/** Whether every reading is shown when it is taken, and only then: nothing of it is kept. */
export function isAtOnce({ period, lag, smoothing = 0, staleAfter }: Sensor): boolean {
  return period === 0 && lag === 0 && smoothing === 0 && staleAfter === undefined;
}

/** Without plan, in a window. */
const MOST_MOMENTS = 64;

interface Smoothed<Thing> {
  readonly time: number;
  readonly thing: Thing;
  readonly from: { readonly time: number; readonly thing: Thing } | undefined;
}
