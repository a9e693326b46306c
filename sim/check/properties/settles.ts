import { z } from "zod";
import { property } from "../property.ts";
import { changeWords, scene } from "../scene.ts";
import { loopTime, steadyFrom } from "../steady.ts";
import { changeMoment, reasonsFor, span } from "../words.ts";
import { byGroup } from "./changes.ts";

export const settles = property({
  name: "settles",
  summary:
    "Under even work each group's count comes to rest: in the second half of such a time it stays in a narrow band.",
  parameters: z.strictObject({
    band: z.int().nonnegative().default(1).describe("Largest less smallest count."),
    loops: z
      .number()
      .positive()
      .default(4)
      .describe("Even work must last so many times a check, a reading and a warm-up."),
  }),
  needs: "even work, unbroken and for long enough",
  judge(run, { band, loops }) {
    const from = steadyFrom(run.scenario);
    if (from === undefined || run.end - from < 2 * loops * loopTime(run.scenario)) return undefined;
    const half = (from + run.end) / 2;
    for (const changes of byGroup(run).values()) {
      const late = changes.filter(({ time }) => time >= half);
      let [low, high] = [late[0]?.from ?? 0, late[0]?.from ?? 0];
      for (const change of late) {
        low = Math.min(low, change.to);
        high = Math.max(high, change.to);
        if (high - low <= band) continue;
        return {
          time: change.time,
          what: `it was still moving after ${span(change.time - from)} of even work, now ${changeWords(run, change)}${scene(run, change)}`,
          because: reasonsFor(run, change),
          moments: late.filter(({ time }) => time <= change.time).map(changeMoment),
        };
      }
    }
    return "kept";
  },
});
