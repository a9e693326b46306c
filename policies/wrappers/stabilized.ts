import { z } from "zod";
import type { Seconds } from "../policy.ts";
import { groups } from "./fields.ts";
import { defineWrapper } from "./wrapper.ts";

const parameters = z.strictObject({
  groups,
  up: z
    .number()
    .nonnegative()
    .default(0)
    .describe("Seconds over which the lowest count asked for limits growth.")
    .meta({ search: [0, 300] }),
  down: z
    .number()
    .nonnegative()
    .default(300)
    .describe("Seconds over which the highest count asked for limits shrinkage."),
});

/** Times and counts asked for, oldest first. */
type Memory = readonly (readonly [Seconds, number])[];

/** The most cautious advice of a window: shrinks only to the most, grows only to the least that was asked for within it. */
export const stabilized = defineWrapper({
  name: "stabilized",
  summary: "Acts on the most cautious count the policy inside has asked for within a window.",
  source: "stabilizationWindowSeconds of Kubernetes' HorizontalPodAutoscaler",
  version: 1,
  parameters,
  reasons: { stabilized: "Within the window the policy inside asked for a more cautious count." },
  examples: [{ up: 60, down: 200 }],
  revise({ up, down }, { group, observation: { time }, desired }, memory: Memory = []) {
    const recent = [...memory.filter(([asked]) => time - asked < Math.max(up, down)), [time, desired] as const];
    const advice = (window: number) =>
      recent.filter(([asked]) => asked === time || time - asked < window).map(([, count]) => count);
    const least = Math.min(...advice(up));
    const most = Math.max(...advice(down));
    const settled = Math.min(most, Math.max(least, group.desired));
    if (settled === desired) return { desired, memory: recent };
    const window = settled > desired ? down : up;
    const [oldest = time] = recent.flatMap(([asked]) => (time - asked < window ? [asked] : []));
    const wake = oldest + window;
    return {
      desired: settled,
      because: { code: "stabilized", facts: { window } },
      memory: recent,
      ...(wake > time ? { wake } : {}),
    };
  },
});
