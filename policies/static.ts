import { z } from "zod";
import { define } from "./entry.ts";
import type { Decision, Json, Observation, Policy } from "./policy.ts";

const parameters = z.strictObject({
  counts: z
    .record(z.string(), z.int().nonnegative())
    .default({})
    .describe("Replicas of each group, by the group's name. A group that is not named keeps what it has."),
});

/** Always the same count: what any autoscaler has to beat. */
export const staticCounts = define({
  name: "static",
  summary: "Keeps a fixed number of replicas in each group, whatever happens.",
  source: "the baseline of every comparison",
  parameters,
  reasons: {
    "count-differs": "The group has another count than the fixed one.",
    "count-reached": "The group has its fixed count.",
    "count-not-given": "No count is fixed for this group; it keeps what it has.",
    "group-not-listed": "A count is fixed for a group that cannot be seen, or takes no command now.",
  },
  monotoneInLoad: () => true,
  examples: [{ counts: { sampler: 4 } }, { counts: { sampler: 0, evaluator: 9 } }],
  create: ({ counts }): Policy<null> => ({
    name: "static",
    version: 1,
    parameters: { counts } satisfies Json,
    begin: () => null,
    decide: (observation) => ({ decisions: decisions(counts, observation), memory: null }),
  }),
});

function decisions(counts: Readonly<Record<string, number>>, { groups }: Observation): Decision[] {
  const all: Decision[] = [];
  for (const name of Object.keys(groups)) {
    const current = groups[name]?.desired ?? 0;
    const desired = Object.hasOwn(counts, name) ? counts[name] : undefined;
    if (desired === undefined) {
      all.push({ subject: name, action: null, because: [{ code: "count-not-given", facts: { current } }] });
    } else if (desired === current) {
      all.push({ subject: name, action: null, because: [{ code: "count-reached", facts: { desired } }] });
    } else {
      const because = [{ code: "count-differs", facts: { current, desired } }] as const;
      all.push({ subject: name, action: { kind: "scale", group: name, desired }, because });
    }
  }
  for (const name of Object.keys(counts)) {
    if (!Object.hasOwn(groups, name))
      all.push({ subject: name, action: null, because: [{ code: "group-not-listed", facts: {} }] });
  }
  return all;
}
