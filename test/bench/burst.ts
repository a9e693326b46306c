import { bind, loadScenario, simulate } from "../../bin/index.ts";
import type { Scenario } from "../../scenarios/scenario.ts";
import { type Bench, type Contender, seconds } from "./bench.ts";
import { burstLoop } from "./contenders/burst-loop.ts";
import { handmade } from "./mmc.ts";

const policy = bind("distributed-funsearch", { preset: "documented" });

/**
 * The shipped scenario with nodes, GPUs, cores that are shared and a policy, seed after seed: with all measures, as in a comparison all
 * seeds are run but the one that is drawn.
 */
export const burst: Bench = {
  name: "burst",
  what: "scenarios/burst.yaml, policy distributed-funsearch",
  unit: "million tasks/s",
  contenders: [
    contender("simulator", (scenario, seed) => {
      return simulate(scenario, policy, { seed, traces: new Map(), brief: true }).measures.tasks.completed;
    }),
    contender("simulator, and what charts show", (scenario, seed) => {
      return simulate(scenario, policy, { seed, traces: new Map() }).measures.tasks.completed;
    }),
    contender("hand-made loop, the same work", (scenario, seed) => {
      return burstLoop(scenario, seed).reduce((sum, { done }) => sum + done, 0);
    }),
    handmade(100),
  ],
  reference: handmade(100).name,
};

/** `run` does one seed and returns how many tasks that were. */
function contender(name: string, run: (scenario: Scenario, seed: number) => number): Contender {
  return {
    name,
    async run(tasks) {
      const { scenario } = await loadScenario("scenarios/burst.yaml");
      let done = 0;
      const taken = await seconds(() => {
        for (let seed = 1; done < tasks; seed++) done += run(scenario, seed);
      });
      return done / taken / 1e6;
    },
  };
}
