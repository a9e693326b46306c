import { bind, control, loadScenario, simulate } from "../../bin/index.ts";
import type { Observation, Policy } from "../../policies/policy.ts";
import { type Bench, seconds } from "./bench.ts";

/** Checks a second, with everything the controller checks, on what the first seed of burst.yaml shows. */
export const decisions: Bench = {
  name: "decisions",
  what: "decisions on observations of burst.yaml",
  unit: "thousand decisions/s",
  contenders: [
    contender("static", { counts: { sampler: 5, evaluator: 4 } }),
    contender("distributed-funsearch", { preset: "documented" }),
    contender("delayed-off", { idleFor: 60 }),
    contender("utilization", {}),
    contender("scaler", { policyContent: "allocate=even_load; scaling=vanilla" }, "scaler, vanilla"),
    contender("scaler", { policyContent: "allocate=capability; scaling=capability" }, "scaler, capability"),
    contender("utilization", { wrap: [{ bounded: { maximum: 12 } }, "cooled"] }, "utilization, bounded and cooled"),
  ],
  reference: "static",
};

function contender(policy: string, parameters: Parameters<typeof bind>[1], name = policy) {
  const decide = () => bind(policy, parameters);
  return {
    name,
    async run(tasks: number) {
      const passes = Math.ceil(tasks / TASKS);
      const observations = await observed(decide());
      const all = () => {
        const controller = control(decide());
        for (const observation of observations) controller.step(observation);
      };
      for (let pass = 0; pass < passes; pass++) all();
      const taken = await seconds(() => {
        for (let pass = 0; pass < passes; pass++) all();
      });
      return (passes * observations.length) / taken / 1000;
    },
  };
}

/** For each pass over what one run shows. */
const TASKS = 200_000;

/** What a policy is shown in one run. */
async function observed(policy: Policy): Promise<Observation[]> {
  const { scenario } = await loadScenario("scenarios/burst.yaml");
  const observations: Observation[] = [];
  const spy: Policy = {
    ...policy,
    decide(observation, memory) {
      observations.push(observation);
      return policy.decide(observation, memory);
    },
  };
  simulate(scenario, spy, { seed: 1, traces: new Map() });
  return observations;
}
