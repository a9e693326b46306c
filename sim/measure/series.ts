import type { BrokerQueue } from "../plant/broker-queue.ts";
import { MICRO, MILLI } from "../plant/nodes.ts";
import type { Plant } from "../plant/plant.ts";
import type { Series } from "../result.ts";
import type { Gauge } from "./gauge.ts";
import { demandOf } from "./group-demand.ts";
import type { SignalRecord } from "./signals.ts";
import { meansBetween } from "./step-function.ts";

/** One line of a chart. */
type Column = Mean | Sum | Peak;

/** Time average of some gauges together over the bin, in units of `per`. */
interface Mean {
  readonly merge: "mean";
  readonly name: string;
  readonly unit: string;
  readonly gauges: readonly Gauge[];
  readonly per: number;
  /** Their integral up to where the bin began. */
  before: number;
}

/** What a count rose by in the bin. */
interface Sum {
  readonly merge: "sum";
  readonly name: string;
  readonly unit: string;
  count(): number;
  before: number;
}

/** What is told when the bin ends. */
interface Peak {
  readonly merge: "max";
  readonly name: string;
  readonly unit: string;
  take(): number;
}

/**
 * Averages, sums and peaks over bins of equal width, gathered while the run goes. When there are too many bins, pairs are merged
 * and the width doubles, so that a run of unknown length still gives a chart of known size.
 */
export class SeriesRecord {
  width: number;
  private readonly plant: Plant;
  private readonly signals: SignalRecord;
  private readonly columns: readonly Column[];
  private readonly values: number[][];
  private readonly times: number[] = [];
  private begun = 0;

  constructor(plant: Plant, signals: SignalRecord, horizon: number | undefined) {
    this.width = horizon === undefined ? 1 : binWidth(horizon);
    this.plant = plant;
    this.signals = signals;
    this.columns = columnsOf(plant);
    const room = horizon === undefined ? [] : roomFor(Math.ceil(horizon / this.width));
    this.values = this.columns.map(() => room.slice());
  }

  /** A bin ends now; returns when the next one does. */
  close(now: number): number {
    this.sample(now);
    if (this.times.length === MOST) this.halve();
    return this.begun + this.width;
  }

  /** The run ends now, perhaps within a bin. */
  finish(now: number): Series {
    if (now > this.begun) this.sample(now);
    for (const values of this.values) values.length = this.times.length;
    const columns = this.columns.map(({ name, unit }, index) => [name, { unit, values: this.values[index]! }] as const);
    const signals = [...this.signals.columns].map(
      ([name, values]) => [name, { unit: "of the signal", values }] as const,
    );
    const demand = this.plant.groups.flatMap((group) => {
      const steps = demandOf(this.plant, group);
      if (steps === undefined) return [];
      const values = meansBetween(steps, this.times, now);
      return [[`group/${group.spec.name}/demand`, { unit: "replicas", values }] as const];
    });
    const all = [...columns, ...demand, ...signals];
    return { binWidth: this.width, time: this.times, columns: Object.fromEntries(all) };
  }

  private sample(now: number): void {
    const { columns, values, begun, times } = this;
    const bin = times.length;
    for (let index = 0; index < columns.length; index++) {
      const column = columns[index]!;
      // A loop over gauges that calls nothing unknown: there may be a hundred columns in a thousand bins.
      if (column.merge === "mean") values[index]![bin] = meanOver(column, now, now - begun);
      else values[index]![bin] = column.merge === "sum" ? increase(column) : column.take();
    }
    this.plant.lives.sample(now - this.begun);
    this.signals.sample();
    times.push(begun);
    this.begun = now;
  }

  private halve(): void {
    this.width *= 2;
    this.plant.lives.halve();
    this.signals.halve();
    for (let bin = 0; bin < MOST / 2; bin++) this.times[bin] = this.times[2 * bin]!;
    this.times.length = MOST / 2;
    this.columns.forEach(({ merge }, index) => {
      const values = this.values[index]!;
      for (let bin = 0; bin < MOST / 2; bin++) values[bin] = merged(merge, values[2 * bin]!, values[2 * bin + 1]!);
      values.length = MOST / 2;
    });
  }
}

/** A width that people read off easily and that gives at most 480 bins. */
function binWidth(horizon: number): number {
  const wanted = horizon / 480;
  return [...NICE.filter((width) => width >= wanted), Math.ceil(wanted / 86_400) * 86_400][0]!;
}

/** So many numbers to be written over, which V8 keeps as fractions: a column that grows is copied again and again. */
function roomFor(bins: number): number[] {
  const room: number[] = [];
  for (let bin = 0; bin < bins; bin++) room.push(Number.NaN);
  return room;
}

const MOST = 960;
const NICE = [
  0.001, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 900, 1200, 1800, 3600, 7200,
  14400, 21600, 43200,
];

function merged(how: Column["merge"], a: number, b: number): number {
  return how === "mean" ? (a + b) / 2 : how === "sum" ? a + b : Math.max(a, b);
}

function columnsOf(plant: Plant): Column[] {
  const columns: Column[] = [];
  for (const [queue, lines] of plant.lines) {
    const name = `queue/${queue}`;
    const sum = (of: (line: BrokerQueue) => number) => lines.reduce((total, line) => total + of(line), 0);
    const gauges = (of: (line: BrokerQueue) => Gauge) => lines.map(of);
    columns.push(
      mean(
        `${name}/waiting`,
        "1",
        gauges(({ waiting }) => waiting),
      ),
    );
    columns.push({
      name: `${name}/waiting/max`,
      unit: "1",
      merge: "max",
      // The peaks of several classes need not fall together, so with classes this is an upper limit.
      take: () => {
        const peak = sum((line) => line.recentPeak);
        for (const line of lines) line.recentPeak = line.waiting.value;
        return peak;
      },
    });
    columns.push(
      mean(
        `${name}/inService`,
        "1",
        gauges(({ inService }) => inService),
      ),
    );
    if (mayHold(plant, lines))
      columns.push(
        mean(
          `${name}/held`,
          "1",
          gauges(({ held }) => held),
        ),
      );
    columns.push(
      counted(`${name}/arrived`, () => sum((line) => line.arrived)),
      counted(`${name}/completed`, () => sum((line) => line.completed)),
    );
  }
  for (const group of plant.groups) {
    const name = `group/${group.spec.name}`;
    const { desired, pending, warming, ready, draining, busy } = group;
    const phases = { desired, pending, warming, ready: ready.gauge, draining, busy };
    for (const [phase, gauge] of Object.entries(phases)) columns.push(mean(`${name}/${phase}`, "1", [gauge]));
    if (group.spec.health !== undefined) columns.push(mean(`${name}/unhealthy`, "1", [group.unhealthy]));
    if (group.mayFail) columns.push(mean(`${name}/failed`, "1", [group.failed]));
  }
  for (const node of plant.nodes) {
    columns.push(mean(`node/${node.spec.name}/cpu`, "fraction of 1", [node.cpu.used], node.spec.cores * MILLI));
    columns.push(mean(`node/${node.spec.name}/memory`, "B", [node.memoryUsed]));
  }
  for (const device of plant.devices) {
    columns.push(mean(`device/${device.key}/utilization`, "fraction of 1", [device.busy.used], MICRO));
    columns.push(mean(`device/${device.key}/memory`, "B", [device.memoryUsed]));
  }
  return columns;
}

/** Whether messages of the queue can be with a replica that has not begun them. */
function mayHold(plant: Plant, lines: readonly BrokerQueue[]): boolean {
  return plant.groups.some(
    ({ spec: { serves, prefetch, batch } }) =>
      lines.some(({ name }) => serves.includes(name)) &&
      (prefetch !== undefined || batch !== undefined || plant.push !== undefined),
  );
}

function mean(name: string, unit: string, gauges: readonly Gauge[], per = 1): Mean {
  return { merge: "mean", name, unit, gauges, per, before: 0 };
}

function counted(name: string, count: () => number): Sum {
  return { merge: "sum", name, unit: "1", count, before: 0 };
}

function meanOver(column: Mean, now: number, width: number): number {
  let integral = 0;
  for (let index = 0; index < column.gauges.length; index++) integral += column.gauges[index]!.integral(now);
  const value = (integral - column.before) / width / column.per;
  column.before = integral;
  return value;
}

function increase(column: Sum): number {
  const count = column.count();
  const change = count - column.before;
  column.before = count;
  return change;
}
