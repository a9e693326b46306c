import { estimate } from "../../sim/measure/summary.ts";
import type { RunMeasures } from "../../sim/result.ts";
import { Simulation } from "../../sim/run.ts";
import type { Model, Value } from "./models.ts";

export interface Covered extends Value {
  /** Repetitions whose 95 % interval over runs covers the exact value. */
  readonly covered: number;
  /** Mean of all runs. */
  readonly mean: number;
}

/** How often the intervals over `runs` runs cover the exact values of a model, in `repetitions` repetitions with seeds of their own. */
export function coverage(
  { scenario, policy, values }: Model,
  options: { readonly repetitions: number; readonly runs: number },
): Covered[] {
  const repetitions = Array.from({ length: options.repetitions }, (_, repetition) =>
    Array.from({ length: options.runs }, (_, run): RunMeasures => {
      const simulation = new Simulation(scenario, policy, {
        seed: repetition * options.runs + run,
        traces: new Map(),
        brief: true,
      });
      while (simulation.advance(1_000_000));
      return simulation.finishBriefly().measures;
    }),
  );
  return values.map((value) => {
    const estimates = repetitions.map((runs) => estimate(runs.map(value.of)));
    const covered = estimates.filter(
      ({ low = Number.NaN, high = Number.NaN }) => low <= value.exact && value.exact <= high,
    );
    const mean = estimates.reduce((sum, each) => sum + each.mean, 0) / estimates.length;
    return { ...value, covered: covered.length, mean };
  });
}
