import type { Elasticity } from "../result.ts";
import { meanOf, type StepFunction, stretches, valueBefore } from "./step-function.ts";

/**
 * How closely a supply follows a demand: the elasticity metrics of SPEC RG Cloud (SPEC-RG-2016-01), as fractions. `demand` has a time for
 * each window, whether it changes there or not. Undefined for a run of no length, or one without any supply.
 */
export function elasticity(demand: StepFunction, supply: StepFunction, duration: number): Elasticity | undefined {
  const largest = Math.max(...supply.values);
  if (duration === 0 || largest === 0) return undefined;
  let [missing, excess, missingShare, excessShare, short, over] = [0, 0, 0, 0, 0, 0];
  for (const { length, a: needed, b: there } of stretches(demand, supply, duration)) {
    const lacking = Math.max(0, needed - there);
    const spare = Math.max(0, there - needed);
    missing += lacking * length;
    excess += spare * length;
    if (lacking > 0) {
      missingShare += (lacking / needed) * length;
      short += length;
    }
    if (spare > 0) {
      excessShare += (spare / there) * length;
      over += length;
    }
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
  const [, second] = times;
  if (second === undefined) return undefined;
  let apart = 0;
  for (let index = 1; index < times.length; index++) {
    const begin = times[index]!;
    const end = times[index + 1] ?? duration;
    const demanded = Math.sign(values[index]! - values[index - 1]!);
    const supplied = Math.sign(valueBefore(supply, end) - valueBefore(supply, begin));
    if (demanded !== supplied) apart += end - begin;
  }
  return apart / (duration - second);
}

function changes({ values }: StepFunction): number {
  return values.filter((value, index) => index > 0 && value !== values[index - 1]).length;
}
