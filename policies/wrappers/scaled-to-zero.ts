import { z } from "zod";
import type { Group, Observation, Seconds } from "../policy.ts";
import { groups } from "./fields.ts";
import { defineWrapper } from "./wrapper.ts";

const parameters = z.strictObject({
  groups,
  idleFor: z.number().nonnegative().default(300).describe("Seconds without any work before the last replicas go."),
  activation: z
    .int()
    .nonnegative()
    .default(0)
    .describe("Waiting tasks that must be exceeded before the first replica comes."),
});

type Memory = { readonly idleSince: Seconds | null };

/** The step between zero and one, which most policies cannot take: without replicas there is no utilization to judge. */
export const scaledToZero = defineWrapper({
  name: "scaled-to-zero",
  summary: "Removes the last replicas when there has been no work for a time, and starts the first when work waits.",
  source: "cooldownPeriod and activation of KEDA; scale to zero of Knative",
  version: 1,
  parameters,
  reasons: {
    "idle-to-zero": "No work has been there for the time allowed.",
    "stays-at-zero": "There is no replica, and not enough work waits for the first one.",
    "first-for-work": "There is no replica, and work waits.",
  },
  examples: [{ idleFor: 60 }, { idleFor: 0, activation: 20 }],
  revise({ idleFor, activation }, { group, observation, desired }, memory: Memory | undefined) {
    const { time } = observation;
    const work = workFor(group, observation);
    // What cannot be read is left to the policy inside, and idling counts anew after it.
    if (work === undefined) return { desired, memory: { idleSince: null } };
    const idleSince = work.waiting + work.inService > 0 ? null : (memory?.idleSince ?? time);
    const kept = { memory: { idleSince } };
    const facts = { waiting: work.waiting };
    if (group.desired === 0) {
      if (work.waiting <= activation) return { desired: 0, because: { code: "stays-at-zero", facts }, ...kept };
      return { desired: Math.max(1, desired), because: { code: "first-for-work", facts }, ...kept };
    }
    if (idleSince !== null && time - idleSince >= idleFor) {
      return { desired: 0, because: { code: "idle-to-zero", facts: { idle: time - idleSince } }, ...kept };
    }
    return { desired, ...kept, ...(idleSince === null ? {} : { wake: idleSince + idleFor }) };
  },
});

function workFor({ serves }: Group, { queues }: Observation): { waiting: number; inService: number } | undefined {
  const sum = { waiting: 0, inService: 0 };
  if (serves.length === 0) return undefined;
  for (const name of serves) {
    const { waiting, inService } = queues[name] ?? {};
    if (waiting === undefined || inService === undefined) return undefined;
    sum.waiting += waiting;
    sum.inService += inService;
  }
  return sum;
}
