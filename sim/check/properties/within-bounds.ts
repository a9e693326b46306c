import { z } from "zod";
import { property } from "../property.ts";

export const withinBounds = property({
  name: "within-bounds",
  summary: "It never asks for fewer replicas than a group's minimum or more than its maximum.",
  parameters: z.strictObject({}),
  needs: "a decision to scale",
  judge({ steps }) {
    let judged = false;
    for (const { time, decisions } of steps) {
      for (const { action, subject, because } of decisions) {
        judged ||= action !== null;
        const clipped = because.find(({ code }) => code === "clipped-to-maximum" || code === "clipped-to-minimum");
        if (clipped === undefined) continue;
        return {
          time,
          what: `it asked for ${clipped.facts.asked ?? "a count"} of ${subject}, beyond its ${clipped.code.slice("clipped-to-".length)}`,
          because,
          moments: [{ time, label: `${subject} ${clipped.code}` }],
        };
      }
    }
    return judged ? "kept" : undefined;
  },
});
