import { z } from "zod";
import { property } from "../property.ts";

export const noError = property({
  name: "no-error",
  summary: "The policy never throws, and every decision of it can be carried out.",
  parameters: z.strictObject({}),
  needs: "a decision",
  judge({ error, end }) {
    if (error === undefined) return "kept";
    return { time: end, what: `it was refused: ${error}`, moments: [{ time: end, label: "refused" }] };
  },
});
