import { z } from "zod";
import type { Decision, Json, Observation, Policy } from "../../../policies/policy.ts";
import { property } from "../property.ts";
import { some } from "./some.ts";

export const monotone = property({
  name: "monotone",
  summary: "With more work waiting, and all else as it is, it never wants fewer replicas.",
  parameters: z.strictObject({
    more: z.int().positive().default(50).describe("Tasks put on top of what waits."),
    steps: z.int().positive().default(12).describe("Decisions of a run that are tried."),
  }),
  unfit: ({ parameters }, entry) =>
    entry?.monotoneInLoad?.(parameters) === true
      ? undefined
      : "it does not claim to be monotone in load (monotoneInLoad of its entry)",
  needs: "a decision with a queue that can be read",
  judge(run, { more, steps }) {
    let judged = false;
    for (const { own, observation, memory, outcome } of some(run.calls, steps)) {
      const policy = run.make(own);
      for (const [name, queue] of Object.entries(observation.queues)) {
        if (queue.waiting === undefined) continue;
        const waiting = queue.waiting + more;
        const busier = { ...observation, queues: { ...observation.queues, [name]: { ...queue, waiting } } };
        const then = decisionsOn(policy, busier, memory);
        if (then === undefined) continue;
        judged = true;
        for (const group of Object.keys(observation.groups)) {
          const [before, after] = [outcome.decisions, then].map((decisions) => wanted(decisions, observation, group));
          if (before === undefined || after === undefined || after >= before) continue;
          const time = observation.time - run.scenario.start;
          return {
            time,
            what: `it would want ${after} of ${group} with ${waiting} waiting in ${name}, and wanted ${before} with ${queue.waiting}`,
            because: then.find(({ subject }) => subject === group)?.because ?? [],
            moments: [{ time, label: `${group}: ${before}, with more work ${after}` }],
          };
        }
      }
    }
    return judged ? "kept" : undefined;
  },
});

/** Undefined where it throws: that is for `no-error` to judge, in a run that comes there. */
function decisionsOn(policy: Policy, observation: Observation, memory: Json): readonly Decision[] | undefined {
  try {
    return policy.decide(observation, memory).decisions;
  } catch {
    return undefined;
  }
}

function wanted(decisions: readonly Decision[], { groups }: Observation, group: string): number | undefined {
  const found = decisions.find(({ action }) => action?.kind === "scale" && action.group === group)?.action;
  return found?.kind === "scale" ? found.desired : groups[group]?.desired;
}
