import { estimate } from "../../sim/measure/summary.ts";
import { Simulation } from "../../sim/run.ts";
import { simFaas, simFaasPublished } from "../sim/models.ts";

/** A figure of another program's run, beside runs of ours. */
export interface Published {
  readonly what: string;
  readonly published: string;
  readonly found: string;
  readonly holds: boolean;
}

const RUNS = 5;

/** SimFaaS's figures must lie where one more run of ours would, with 99.9 %: they come from single runs. */
export function publishedRows(): Published[] {
  const { name, scenario, policy } = simFaas(1_000_000);
  const runs = Array.from({ length: RUNS }, (_, seed) => {
    const simulation = new Simulation(scenario, policy, { seed, traces: new Map(), brief: true });
    while (simulation.advance(1_000_000));
    return simulation.finishBriefly().measures;
  });
  return simFaasPublished.map(({ what, found, of }) => {
    const values = runs.map(of);
    const { mean, low = mean, high = mean } = estimate(values);
    const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (RUNS - 1));
    // Student's t with 4 degrees of freedom; the last printed digit of a share of 0.0014 is half of 0.0001 wide.
    const reach = 8.61 * deviation * Math.sqrt(1 + 1 / RUNS) + (what.startsWith("share") ? 0.00005 : 0);
    return {
      what: `${name}: ${what}, ${RUNS} runs of 10⁶ s`,
      published: found.join(" and "),
      found: `${mean.toPrecision(5)} (${low.toPrecision(5)} to ${high.toPrecision(5)})`,
      holds: found.every((value) => Math.abs(value - mean) <= reach),
    };
  });
}
