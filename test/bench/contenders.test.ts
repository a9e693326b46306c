import { expect, test } from "vitest";
import { bind, loadScenario, simulate } from "../../bin/index.ts";
import { burstLoop } from "./contenders/burst-loop.ts";
import { closures } from "./contenders/closures.ts";
import { flatqueueLoop } from "./contenders/flatqueue-loop.ts";
import { simjsLoop } from "./contenders/simjs-loop.ts";
import { simulator } from "./contenders/simulator.ts";
import { typedLoop } from "./contenders/typed-loop.ts";
import { queueing } from "./queueing.ts";

test.each([1, 10, 100])("loops that are compared with the simulator do what it does, with %i servers", (servers) => {
  const model = queueing(servers, 20_000);
  const answer = simulator(model);
  const typed = typedLoop(model);
  expect(typed.done).toBe(answer.done);
  // The simulator adds up whole units of 2⁻³⁰ s.
  expect(Math.abs(typed.wait - answer.wait)).toBeLessThan(2 ** -30);
  for (const loop of [flatqueueLoop, closures, simjsLoop]) {
    const { done, wait } = loop(model);
    expect(done).toBe(answer.done);
    // Those that still wait at the end are not in it.
    expect(Math.abs(wait / answer.wait - 1)).toBeLessThan(0.05);
  }
});

test("the loop for burst.yaml does what the simulator does, decision by decision", async () => {
  const { scenario } = await loadScenario("scenarios/burst.yaml");
  const policy = bind("distributed-funsearch", { preset: "documented" });
  for (const seed of [1, 2, 3]) {
    const { queues, groups } = simulate(scenario, policy, { seed, traces: new Map() }).measures;
    for (const [index, own] of burstLoop(scenario, seed).entries()) {
      const { name, serves } = scenario.groups[index]!;
      const queue = queues[serves[0]!]!;
      const { scaleUps, scaleDowns, meanReplicas } = groups[name]!;
      expect([own.done, own.ups, own.downs]).toEqual([queue.completed, scaleUps, scaleDowns]);
      expect(own.wait).toBeCloseTo(queue.wait!.mean, 8);
      expect(own.sojourn).toBeCloseTo(queue.sojourn!.mean, 8);
      expect(own.waits[3]! / queue.wait!.p99).toBeCloseTo(1, 2);
      expect(own.sojourns[3]! / queue.sojourn!.p99).toBeCloseTo(1, 2);
      expect(own.ready).toBeCloseTo(meanReplicas.ready, 8);
      expect(own.busy).toBeCloseTo(meanReplicas.busy, 8);
    }
  }
});
