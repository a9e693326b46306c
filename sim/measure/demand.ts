import type { GroupSpec } from "../../scenarios/scenario.ts";
import type { StepFunction } from "./step-function.ts";

/** The work that has arrived by certain moments, in seconds of service: exact at these, in between as if it came evenly. */
export class OfferedWork {
  private readonly times = [0];
  private readonly totals = [0];
  /** Where was looked last: most look at one moment after the other. */
  private place = 0;

  /** Times never go back. */
  note(now: number, total: number): void {
    if (this.times.at(-1) === now) this.totals[this.totals.length - 1] = total;
    else {
      this.times.push(now);
      this.totals.push(total);
    }
  }

  /** Up to then; all that is known for later moments. */
  by(time: number): number {
    const { times, totals } = this;
    let low = this.place;
    while (low > 0 && times[low]! > time) low--;
    while (low + 1 < times.length && times[low + 1]! <= time) low++;
    this.place = low;
    const high = low + 1;
    if (high === times.length) return totals[low]!;
    const share = (time - times[low]!) / (times[high]! - times[low]!);
    return totals[low]! + share * (totals[high]! - totals[low]!);
  }
}

/**
 * The least replicas that keep up with the work offered in each window, after Herbst, Kounev and Reussner (ICAC 2013):
 * the demand curve. `capacity`: seconds of service that a replica does in a second.
 */
export function demandCurve(offered: OfferedWork, window: number, capacity: number, duration: number): StepFunction {
  const times = [0];
  for (let index = 1; index < Math.ceil(duration / window); index++) times.push(index * window);
  return { times, values: times.map((from) => needed(offered, from, Math.min(from + window, duration), capacity)) };
}

/** The same for the window before a moment; undefined at the very beginning. */
export function demandBefore(offered: OfferedWork, time: number, window: number, capacity: number): number | undefined {
  return time <= 0 ? undefined : needed(offered, Math.max(0, time - window), time, capacity);
}

/** Seconds of service that one replica does in a second at best, of equal tasks. */
export function capacityOf({ slots, batch, workers = 1 }: GroupSpec): number {
  if (slots === undefined && batch === undefined) return workers;
  const most = slots?.count ?? batch?.most ?? 1;
  const entry = (values: readonly number[], count: number) => values[Math.min(count, values.length) - 1] ?? 1;
  const rates = Array.from({ length: most }, (_, index) => {
    const count = index + 1;
    if (batch === undefined) return count * entry(slots?.speed ?? [1], count);
    return (batch.work === "sum" ? 1 : count) / entry(batch.slowdown, count);
  });
  return workers * Math.max(...rates);
}

function needed(offered: OfferedWork, from: number, until: number, capacity: number): number {
  const work = offered.by(until) - offered.by(from);
  return until <= from ? 0 : Math.max(0, Math.ceil(work / ((until - from) * capacity) - ROUNDING));
}

/** Seconds, where a scenario declares no window. */
export const DEMAND_WINDOW = 300;

/** Replicas: sums of service times are not exact to the last digit. */
const ROUNDING = 1e-6;
