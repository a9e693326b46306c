import { z } from "zod";
import { UsageError } from "../policies/usage-error.ts";
import type { ExpectSpec } from "./expect-spec.ts";
import { parseExpect } from "./parse-expect.ts";

const line = z.string().transform((text, context): ExpectSpec => {
  try {
    return parseExpect(text);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    context.issues.push({ code: "custom", input: text, message: error.message });
    return z.NEVER;
  }
});

/** What has to come out of a run: a list of what each entry asks for. */
export const expectFields = z.array(
  z.union([
    line
      .transform((spec) => [spec])
      .describe("Of every policy: p95 wait < 30s, reversals per hour <= 2, attainment >= 95%, cost < $80."),
    z
      .record(z.string(), line)
      .transform((lines) => Object.entries(lines).map(([policy, spec]): ExpectSpec => ({ ...spec, policy })))
      .describe("Of one policy: its name, and what is expected of it."),
  ]),
);
