import { estimate } from "../../sim/measure/summary.ts";
import { Simulation } from "../../sim/run.ts";
import { hold, poisson, scenarioOf } from "./scenario-of.ts";

/** The mean wait in an M/M/c queue with service rate 1: Erlang's C formula over c − λ. */
export function meanWait(servers: number, utilization: number): number {
  const load = servers * utilization;
  let term = 1;
  let sum = 1;
  for (let busy = 1; busy < servers; busy++) {
    term *= load / busy;
    sum += term;
  }
  const last = (term * load) / servers / (1 - utilization);
  return last / (sum + last) / (servers - load);
}

/**
 * How often the 95 % interval over `runs` runs of `horizon` service times covers the exact mean wait of an M/M/c queue, in
 * `repetitions` repetitions with seeds of their own.
 */
export function coverage(
  servers: number,
  utilization: number,
  options: { readonly repetitions: number; readonly runs: number; readonly horizon: number },
): { readonly exact: number; readonly covered: number; readonly mean: number } {
  const exact = meanWait(servers, utilization);
  const { horizon } = options;
  const scenario = scenarioOf({
    horizon,
    check: { period: horizon, phase: horizon },
    group: { initial: { replicas: servers, phase: "ready" } },
    workload: [poisson(servers * utilization, 1)],
  });
  let covered = 0;
  let total = 0;
  for (let repetition = 0; repetition < options.repetitions; repetition++) {
    const waits = Array.from({ length: options.runs }, (_, run) => {
      const simulation = new Simulation(scenario, hold, { seed: repetition * options.runs + run, traces: new Map() });
      while (simulation.advance(1_000_000));
      return simulation.finish().measures.tasks.wait?.mean ?? 0;
    });
    const { mean, low = Number.NaN, high = Number.NaN } = estimate(waits);
    if (low <= exact && exact <= high) covered++;
    total += mean;
  }
  return { exact, covered, mean: total / options.repetitions };
}
