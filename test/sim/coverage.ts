import { estimate } from "../../sim/measure/summary.ts";
import type { RunMeasures } from "../../sim/result.ts";
import { Simulation } from "../../sim/run.ts";
import type { Model, Value } from "./models.ts";

export interface Covered extends Pick<Value, "what" | "exact"> {
  /** Repetitions whose 95 % interval over runs covers the exact value. */
  readonly covered: number;
  /** Mean of all runs. */
  readonly mean: number;
}

export interface Repetitions {
  readonly repetitions: number;
  /** Runs of each. */
  readonly runs: number;
  /** Number of the first; 0 unless this is a part of them. */
  readonly first?: number;
}

/** How often the intervals over runs cover the exact values of a model, in repetitions with seeds of their own. */
export function coverage(
  { scenario, policy, values }: Model,
  { repetitions: count, runs: size, first = 0 }: Repetitions,
): Covered[] {
  const repetitions = Array.from({ length: count }, (_, repetition) =>
    Array.from({ length: size }, (_, run): RunMeasures => {
      const simulation = new Simulation(scenario, policy, {
        seed: (first + repetition) * size + run,
        traces: new Map(),
        brief: true,
      });
      while (simulation.advance(1_000_000));
      return simulation.finishBriefly().measures;
    }),
  );
  return values.map(({ what, exact, of }) => {
    const estimates = repetitions.map((runs) => estimate(runs.map(of)));
    const covered = estimates.filter(({ low = Number.NaN, high = Number.NaN }) => low <= exact && exact <= high);
    const mean = estimates.reduce((sum, each) => sum + each.mean, 0) / estimates.length;
    return { what, exact, covered: covered.length, mean };
  });
}
