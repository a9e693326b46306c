import { z } from "zod";
import type { Json, Observation, Policy } from "../../../policies/policy.ts";
import { property } from "../property.ts";
import { some } from "./some.ts";

export const survivesRestart = property({
  name: "survives-restart",
  summary: "A restart between any two decisions, with the memory kept as JSON, changes nothing.",
  parameters: z.strictObject({
    steps: z.int().positive().default(12).describe("Decisions of a run before which a restart is tried."),
  }),
  needs: "a decision",
  judge(run, { steps }) {
    if (run.calls.length === 0) return undefined;
    for (const { own, observation, memory, outcome } of some(run.calls, steps)) {
      const again = decidedAgain(run.make(own), observation, JSON.parse(JSON.stringify(memory)));
      if (JSON.stringify(again) === JSON.stringify(outcome)) continue;
      const time = observation.time - run.scenario.start;
      const moments = [{ time, label: "restart" }];
      if ("threw" in again)
        return { time, what: `it threw ${again.threw} after a restart, and without one decided`, moments };
      const because = again.decisions.flatMap((decision) => decision.because);
      return { time, what: "it decided otherwise after a restart than without one", because, moments };
    }
    return "kept";
  },
});

function decidedAgain(policy: Policy, observation: Observation, memory: Json) {
  try {
    return policy.decide(observation, memory);
  } catch (error) {
    return { threw: String(error) };
  }
}
