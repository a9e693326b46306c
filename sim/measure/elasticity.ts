import type { Elasticity } from "../result.ts";
import { endOf, meanOf, type StepFunction } from "./step-function.ts";

/**
 * How closely a supply follows a demand: the elasticity metrics of SPEC RG Cloud (SPEC-RG-2016-01), as fractions. `demand` has a time for
 * each window, whether it changes there or not. Undefined for a run of no length, or one without any supply.
 */
export function elasticity(demand: StepFunction, supply: StepFunction, duration: number): Elasticity | undefined {
  let largest = 0;
  for (const value of supply.values) largest = Math.max(largest, value);
  if (duration === 0 || largest === 0) return undefined;
  let [missing, excess, missingShare, excessShare, short, over] = [0, 0, 0, 0, 0, 0];
  let [window, step, begun] = [0, 0, 0];
  while (begun < duration) {
    const windowEnd = endOf(demand.times, window, duration);
    const stepEnd = endOf(supply.times, step, duration);
    const end = Math.min(windowEnd, stepEnd);
    const length = end - begun;
    const needed = demand.values[window]!;
    const there = supply.values[step]!;
    if (needed > there) {
      missing += (needed - there) * length;
      missingShare += ((needed - there) / needed) * length;
      short += length;
    }
    if (there > needed) {
      excess += (there - needed) * length;
      excessShare += ((there - needed) / there) * length;
      over += length;
    }
    if (windowEnd === end) window++;
    if (stepEnd === end) step++;
    begun = end;
  }
  const restless = instability(demand, supply, duration);
  return {
    thetaU: missing / (duration * largest),
    thetaO: excess / (duration * largest),
    thetaUNormalized: missingShare / duration,
    thetaONormalized: excessShare / duration,
    tauU: short / duration,
    tauO: over / duration,
    ...(restless === undefined ? {} : { instability: restless }),
    jitter: (changes(supply) - changes(demand)) / (duration / 3600),
    meanDemand: meanOf(demand, duration),
  };
}

/** The mean of several; undefined without any. */
export function meanElasticity(all: readonly Elasticity[]): Elasticity | undefined {
  const [first] = all;
  if (first === undefined) return undefined;
  const names = Object.keys(first) as (keyof Elasticity)[];
  const mean = (name: keyof Elasticity) => all.reduce((sum, each) => sum + (each[name] ?? 0), 0) / all.length;
  return Object.fromEntries(names.map((name) => [name, mean(name)])) as Elasticity;
}

/** Over the windows after the first, by what changed from the window before; supply is read at the end of each. */
function instability({ times, values }: StepFunction, supply: StepFunction, duration: number): number | undefined {
  if (times.length < 2) return undefined;
  let apart = 0;
  let step = stepBefore(supply.times, times[1]!, 0);
  for (let index = 1; index < times.length; index++) {
    const before = supply.values[step]!;
    const end = index + 1 < times.length ? times[index + 1]! : duration;
    step = stepBefore(supply.times, end, step);
    const demanded = Math.sign(values[index]! - values[index - 1]!);
    const supplied = Math.sign(supply.values[step]! - before);
    if (demanded !== supplied) apart += end - times[index]!;
  }
  return apart / (duration - times[1]!);
}

/** The last that begins before a moment, looked for from a place near it. */
function stepBefore(times: readonly number[], moment: number, from: number): number {
  let step = from;
  while (step > 0 && times[step]! >= moment) step--;
  while (step + 1 < times.length && times[step + 1]! < moment) step++;
  return step;
}

function changes({ values }: StepFunction): number {
  let count = 0;
  for (let index = 1; index < values.length; index++) if (values[index] !== values[index - 1]) count++;
  return count;
}
