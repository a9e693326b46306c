import { z } from "zod";
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
      const again = run.make(own).decide(observation, JSON.parse(JSON.stringify(memory)));
      if (JSON.stringify(again) === JSON.stringify(outcome)) continue;
      const time = observation.time - run.scenario.start;
      return {
        time,
        what: "it decided otherwise after a restart than without one",
        because: again.decisions.flatMap(({ because }) => because),
        moments: [{ time, label: "restart" }],
      };
    }
    return "kept";
  },
});
