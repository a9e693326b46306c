import { z } from "zod";
import type { Seconds } from "../policy.ts";
import { changeSince, type Watch, watched } from "./changes.ts";
import { groups } from "./fields.ts";
import { defineWrapper } from "./wrapper.ts";

const parameters = z.strictObject({
  groups,
  up: z
    .number()
    .nonnegative()
    .default(0)
    .describe("Seconds after a change, in either direction, without growth.")
    .meta({ search: [0, 300] }),
  down: z
    .number()
    .nonnegative()
    .default(300)
    .describe("Seconds after a change, in either direction, without shrinkage."),
});

type Memory = { readonly watch: Watch; readonly changed: Seconds | null };

/** One clock for both directions. It starts with a change that took effect, not with one that was refused. */
export const cooled = defineWrapper({
  name: "cooled",
  summary: "After a change, lets the count neither grow nor shrink for a time, which may differ by direction.",
  source: "cooldown periods of AWS scaling policies",
  version: 1,
  parameters,
  reasons: { "cooling-down": "The last change is too recent for another in this direction." },
  examples: [{ up: 60, down: 120 }],
  revise({ up, down }, { group, observation: { time }, desired }, memory: Memory | undefined) {
    const changed = changeSince(memory?.watch, group.desired, time)?.time ?? memory?.changed ?? null;
    const cooldown = desired > group.desired ? up : desired < group.desired ? down : 0;
    if (changed === null || time - changed >= cooldown) {
      return { desired, memory: { watch: watched(group.desired, desired, time), changed } };
    }
    return {
      desired: group.desired,
      because: { code: "cooling-down", facts: { elapsed: time - changed, cooldown } },
      memory: { watch: watched(group.desired, group.desired, time), changed },
      wake: changed + cooldown,
    };
  },
});
