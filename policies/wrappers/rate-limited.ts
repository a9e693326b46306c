import { z } from "zod";
import type { Seconds } from "../policy.ts";
import { changeSince, type Watch, watched } from "./changes.ts";
import { groups } from "./fields.ts";
import { defineWrapper } from "./wrapper.ts";

const seconds = z.number().positive().default(60);

const parameters = z.strictObject({
  groups,
  up: z
    .strictObject({
      replicas: z.int().nonnegative().default(4).describe("Replicas that may be added within the period."),
      share: z
        .number()
        .nonnegative()
        .default(1)
        .describe("Or this fraction of those at its beginning, if that is more."),
      period: seconds.describe("Seconds over which growth is counted."),
    })
    .nullable()
    .prefault({})
    .describe("How fast the count may grow; null: as fast as it likes."),
  down: z
    .strictObject({
      replicas: z.int().nonnegative().default(1).describe("Replicas that may be removed within the period."),
      share: z
        .number()
        .min(0)
        .max(1)
        .default(0)
        .describe("Or this fraction of those at its beginning, if that is more."),
      period: seconds.describe("Seconds over which shrinkage is counted."),
    })
    .nullable()
    .default(null)
    .describe("How fast the count may shrink; null: as fast as it likes."),
});

/** Changes that took effect, oldest first. */
type Memory = { readonly watch: Watch; readonly changes: readonly { readonly time: Seconds; readonly by: number }[] };

/** Counts what really changed, so a request that was refused uses nothing up. */
export const rateLimited = defineWrapper({
  name: "rate-limited",
  summary: "Limits how much the count may grow, and how much it may shrink, within a period.",
  source: "scaling policies in the behavior of Kubernetes' HorizontalPodAutoscaler",
  version: 1,
  parameters,
  reasons: { "rate-limited": "Within the period no more may be added or removed." },
  examples: [{ up: { replicas: 1, share: 0, period: 120 }, down: { replicas: 2, period: 90 } }],
  revise({ up, down }, { group, observation: { time }, desired }, memory: Memory | undefined) {
    const change = changeSince(memory?.watch, group.desired, time);
    const longest = Math.max(up?.period ?? 0, down?.period ?? 0);
    const all = [...(memory?.changes ?? []), ...(change === undefined ? [] : [change])];
    const changes = all.filter((each) => time - each.time < longest);
    const limit = desired > group.desired ? up : desired < group.desired ? down : null;
    if (limit === null) return { desired, memory: { watch: watched(group.desired, desired, time), changes } };

    const within = changes.filter((each) => time - each.time < limit.period);
    const sign = Math.sign(desired - group.desired);
    const moved = within.reduce((sum, { by }) => sum + (Math.sign(by) === sign ? by : 0), 0);
    const start = group.desired - moved;
    const most = Math.max(limit.replicas, Math.floor(start * limit.share + 1e-9));
    const left = Math.max(0, most - Math.abs(moved));
    const allowed = group.desired + sign * Math.min(Math.abs(desired - group.desired), left);
    const next = { watch: watched(group.desired, allowed, time), changes };
    if (allowed === desired) return { desired, memory: next };
    const oldest = within.find(({ by }) => Math.sign(by) === sign)?.time ?? time;
    const facts = { most, period: limit.period };
    return { desired: allowed, because: { code: "rate-limited", facts }, memory: next, wake: oldest + limit.period };
  },
});
