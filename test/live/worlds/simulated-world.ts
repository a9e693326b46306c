import type { Scenario } from "../../../scenarios/scenario.ts";
import type { PlantEvent } from "../../../sim/plant/witness.ts";
import { Simulation } from "../../../sim/run.ts";
import { groupOf, scenarioOf, tasksAt } from "../../sim/scenario-of.ts";
import { CHECK, GROUP, lead, QUEUE, type World } from "./world.ts";

/** The moments of what a test may want to happen. Until then the simulation waits, and what must be so before then has its time. */
const SENT = 100;
const CRASH = 200;
const OUTAGE = 300;
const BACK = 400;
const HORIZON = 500;

const scenario: Scenario = scenarioOf({
  horizon: HORIZON,
  check: { period: CHECK, phase: 0 },
  queues: [{ name: QUEUE, acknowledge: "after" }],
  groups: [
    groupOf({
      name: GROUP,
      serves: [QUEUE],
      initial: { replicas: 0, phase: "ready" },
      warmUp: { kind: "constant", value: 5 },
      grace: 1,
      failures: { exit: 0, hang: 0, blackHole: 0, blackHoleTime: 0.01, prune: true, pruneAfter: 3 },
    }),
  ],
  workload: [tasksAt([SENT, SENT], 10 * HORIZON, QUEUE)],
  faults: [
    { kind: "replicaCrash", at: [CRASH], group: GROUP, count: 1 },
    {
      kind: "brokerOutage",
      at: [OUTAGE],
      for: { kind: "constant", value: BACK - OUTAGE },
      queues: [QUEUE],
      deliveries: "stop",
    },
  ],
});

export async function simulatedWorld(): Promise<World> {
  const led = lead();
  const events: PlantEvent[] = [];
  const simulation = new Simulation(scenario, led.policy, {
    seed: 1,
    traces: new Map(),
    witness: (event) => events.push(event),
  });

  /** Goes on to the first check after this moment. */
  function passTo(moment: number): void {
    while ((led.latest()?.time ?? -1) <= moment) if (!simulation.advance(1)) throw new Error(`over before ${moment} s`);
  }

  return {
    lead: led,
    async seen(isSo) {
      const before = led.checks();
      const last = simulation.now + PATIENCE;
      for (;;) {
        const seen = led.latest();
        if (seen !== undefined && led.checks() > before && isSo(seen)) return seen;
        if (simulation.now > last || !simulation.advance(1)) throw new Error(`not so within ${PATIENCE} s`);
      }
    },
    async send(messages) {
      if (messages !== 2) throw new Error("the scenario has two messages");
      passTo(SENT);
    },
    async killOne() {
      passTo(CRASH);
      const [failed] = events.filter(({ kind }) => kind === "failed");
      if (failed?.kind !== "failed") throw new Error("nobody crashed");
      return failed.replica;
    },
    stopBroker: async () => passTo(OUTAGE),
    startBroker: async () => passTo(BACK),
    async redelivered() {
      while (simulation.advance(1000));
      return simulation.finish().measures.tasks.redelivered;
    },
    close: async () => undefined,
  };
}

/** Seconds of the simulation; a warm-up and a wait after a crash take eight. */
const PATIENCE = 10;
