import { z } from "zod";
import { property } from "../property.ts";

export const holdsOnMissing = property({
  name: "holds-on-missing",
  summary: "It takes nothing away from a group while it cannot see how much waits in a queue the group serves.",
  parameters: z.strictObject({}),
  needs: "a decision while a queue cannot be read",
  judge({ steps }) {
    let judged = false;
    for (const { time, observation, decisions } of steps) {
      for (const [name, { serves, desired }] of Object.entries(observation.groups)) {
        const missing = serves.find((queue) => observation.queues[queue]?.waiting === undefined);
        if (missing === undefined) continue;
        judged = true;
        const decision = decisions.find(({ action }) => action?.kind === "scale" && action.group === name);
        if (decision?.action?.kind !== "scale" || decision.action.desired >= desired) continue;
        return {
          time,
          what: `it took ${name} from ${desired} to ${decision.action.desired} while ${missing} could not be read`,
          because: decision.because,
          moments: [{ time, label: `${name} ${desired} → ${decision.action.desired}, ${missing} unknown` }],
        };
      }
    }
    return judged ? "kept" : undefined;
  },
});
