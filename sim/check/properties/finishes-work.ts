import { z } from "zod";
import { property } from "../property.ts";
import { cutShort } from "./cut-short.ts";

export const finishesWork = property({
  name: "finishes-work",
  summary: "No scale-down kills a replica in the middle of its work.",
  parameters: z.strictObject({}),
  needs: "a scale-down",
  judge(run) {
    if (run.releases.length === 0) return undefined;
    return cutShort(run, () => true) ?? "kept";
  },
});
