import { z } from "zod";
import { quantity, strict } from "./fields.ts";
import { duration } from "./unit-kinds.ts";

/** `{}` is an adapter that does what Scaler's guide promises. */
export const adapterFields = strict({
  startOffers: z
    .enum(["given", "ignored"])
    .prefault("given")
    .describe(
      "When a policy says what a replica should offer. given: it offers just that, if the group offers all of it; ignored: it offers what the group does, as with the adapters that Scaler ships. Default: given.",
    ),
  capacity: z
    .int()
    .nonnegative()
    .optional()
    .describe(
      "Most replicas it really starts; asked for more it refuses, whatever maximum it tells. Default: unlimited.",
    ),
  maximums: z
    .array(
      strict({
        at: quantity(duration, 0).describe("From then on, counted from the start of the run."),
        maximum: z.int().nonnegative().describe("Most replicas it allows; it stops none for that."),
      }),
    )
    .min(1)
    .optional()
    .describe("How the maximum it tells changes, in the order of time. Default: it stays the group's."),
}).describe(
  "With a dispatcher: the group is a worker adapter of OpenGRIS Scaler, its replicas are worker groups. Default: it never refuses, and ignores what replicas should offer.",
);
