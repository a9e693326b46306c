import { z } from "zod";
import { duration, quantity, strict } from "../scenarios/index.ts";

/** Who keeps the replicas of a group, and so knows how many there are. */
export const ownerFields = strict({
  command: strict({
    read: z
      .array(z.string().min(1))
      .min(1)
      .describe(
        "Program and arguments that print what runs, as JSON: how many, or {desired, replicas: [{id, phase, started, node, devices}]}. It runs in this file's folder.",
      ),
  }).describe("Anything with a command line."),
  timeout: quantity(duration, 0).prefault("5s").describe("How long it may take to tell. Default: 5s."),
}).describe("Who keeps the replicas and tells how many there are.");

export type OwnerFile = z.output<typeof ownerFields>;
