import type { BrokerQueue } from "../plant/broker-queue.ts";
import { MICRO, MILLI } from "../plant/nodes.ts";
import type { Plant } from "../plant/plant.ts";
import type { Series } from "../result.ts";
import type { Gauge } from "./gauge.ts";
import { demandOf } from "./group-demand.ts";
import type { SignalRecord } from "./signals.ts";
import { meansBetween } from "./step-function.ts";

/** One line of a chart: its value over the bin that ends now. */
interface Column {
  readonly name: string;
  readonly unit: string;
  /** Two neighboring bins as one. */
  readonly merge: "mean" | "sum" | "max";
  sample(now: number, width: number): number;
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

  constructor(plant: Plant, signals: SignalRecord, width: number) {
    this.width = width;
    this.plant = plant;
    this.signals = signals;
    this.columns = columnsOf(plant);
    this.values = this.columns.map(() => []);
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
    this.columns.forEach((column, index) => {
      this.values[index]!.push(column.sample(now, now - this.begun));
    });
    this.plant.lives.sample(now - this.begun);
    this.signals.sample();
    this.times.push(this.begun);
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
export function binWidth(horizon: number): number {
  const wanted = horizon / 480;
  return [...NICE.filter((width) => width >= wanted), Math.ceil(wanted / 86_400) * 86_400][0]!;
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
    columns.push(average(`${name}/waiting`, "1", { integral: (now) => sum(({ waiting }) => waiting.integral(now)) }));
    columns.push({
      name: `${name}/waiting/max`,
      unit: "1",
      merge: "max",
      // The peaks of several classes need not fall together, so with classes this is an upper limit.
      sample: () => {
        const peak = sum((line) => line.recentPeak);
        for (const line of lines) line.recentPeak = line.waiting.value;
        return peak;
      },
    });
    columns.push(average(`${name}/inService`, "1", { integral: (now) => sum((line) => line.inService.integral(now)) }));
    if (mayHold(plant, lines)) {
      columns.push(average(`${name}/held`, "1", { integral: (now) => sum((line) => line.held.integral(now)) }));
    }
    columns.push(
      increase(`${name}/arrived`, () => sum((line) => line.arrived)),
      increase(`${name}/completed`, () => sum((line) => line.completed)),
    );
  }
  for (const group of plant.groups) {
    for (const phase of ["desired", "pending", "warming", "ready", "draining", "busy"] as const) {
      columns.push(average(`group/${group.spec.name}/${phase}`, "1", group[phase]));
    }
    if (group.spec.health !== undefined)
      columns.push(average(`group/${group.spec.name}/unhealthy`, "1", group.unhealthy));
    if (group.mayFail) columns.push(average(`group/${group.spec.name}/failed`, "1", group.failed));
  }
  for (const node of plant.nodes) {
    columns.push(average(`node/${node.spec.name}/cpu`, "fraction of 1", node.cpu.used, node.spec.cores * MILLI));
    columns.push(average(`node/${node.spec.name}/memory`, "B", node.memoryUsed));
  }
  for (const device of plant.devices) {
    columns.push(average(`device/${device.key}/utilization`, "fraction of 1", device.busy.used, MICRO));
    columns.push(average(`device/${device.key}/memory`, "B", device.memoryUsed));
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

/** Time average of a gauge over the bin, in units of `per`. */
function average(name: string, unit: string, gauge: Pick<Gauge, "integral">, per = 1): Column {
  let before = 0;
  const sample = (now: number, width: number) => {
    const integral = gauge.integral(now);
    const mean = (integral - before) / width / per;
    before = integral;
    return mean;
  };
  return { name, unit, merge: "mean", sample };
}

function increase(name: string, count: () => number): Column {
  let before = 0;
  const sample = () => {
    const change = count() - before;
    before += change;
    return change;
  };
  return { name, unit: "1", merge: "sum", sample };
}
