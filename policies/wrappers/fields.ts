import { z } from "zod";

/** What a wrapper is around; for the schema of each. */
export const groups = z
  .array(z.string().min(1))
  .nullable()
  .default(null)
  .describe("Names of the groups it is around; null: all.");
