import { z } from "zod";
import type { ExpectSpec } from "./expect-spec.ts";
import { parsed } from "./fields.ts";
import { parseExpect } from "./parse-expect.ts";

const line = parsed(parseExpect);

/** What has to come out of a run: a list of what each entry asks for. */
export const expectFields = z.array(
  z.union([
    line
      .transform((spec) => [spec])
      .describe(
        "Of every policy: p95 wait of sampler < 30s, reversals per hour <= 2, attainment >= 95%, cost < $80, lost = 0, regret < 50%; or no scale-down within 5m of scale-up unless demand fell.",
      ),
    z
      .record(z.string(), line)
      .transform((lines) => Object.entries(lines).map(([policy, spec]): ExpectSpec => ({ ...spec, policy })))
      .describe("Of one policy: its name, and what is expected of it."),
  ]),
);
