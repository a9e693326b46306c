import { bind, loadScenario, simulate } from "../../bin/index.ts";
import { type Bench, seconds } from "./bench.ts";
import { handmade } from "./mmc.ts";

/** The shipped scenario with nodes, GPUs, cores that are shared and a policy, seed after seed. */
export const burst: Bench = {
  name: "burst",
  what: "scenarios/burst.yaml, policy distributed-funsearch",
  unit: "million tasks/s",
  contenders: [
    {
      name: "simulator",
      async run(tasks) {
        const { scenario } = await loadScenario("scenarios/burst.yaml");
        const policy = bind("distributed-funsearch", { preset: "documented" });
        let done = 0;
        const taken = await seconds(() => {
          for (let seed = 1; done < Math.min(tasks, MOST); seed++) {
            done += simulate(scenario, policy, { seed, traces: new Map() }).measures.tasks.completed;
          }
        });
        return done / taken / 1e6;
      },
    },
    handmade(100),
  ],
  reference: handmade(100).name,
};

/** Fifty runs, more than anybody compares policies on. */
const MOST = 1_000_000;
