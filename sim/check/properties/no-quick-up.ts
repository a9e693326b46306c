import { z } from "zod";
import { rose } from "../demand.ts";
import { property } from "../property.ts";
import type { Change } from "../run-record.ts";
import { changeWords, named, scene, whom } from "../scene.ts";
import { changeMoment, reasonsFor, span } from "../words.ts";
import { byGroup } from "./changes.ts";

export const noQuickUp = property({
  name: "no-quick-up",
  summary: "No scale-up soon after a scale-down, unless more work came.",
  parameters: z.strictObject({
    within: z
      .number()
      .positive()
      .default(300)
      .describe("Seconds after the scale-down, and before it for comparing work."),
  }),
  needs: "a scale-up after a scale-down",
  judge(run, { within }) {
    let judged = false;
    for (const [group, changes] of byGroup(run)) {
      let down: Change | undefined;
      for (const change of changes) {
        if (change.to < change.from) {
          down = change;
          continue;
        }
        if (down === undefined) continue;
        judged = true;
        const since = change.time - down.time;
        if (since >= within || rose(run, group, down.time, change.time, within)) continue;
        return {
          time: change.time,
          what: `it took ${changeWords(run, change)}, ${span(since)} after it had taken ${down.from - down.to} away${named(whom(run, down))}${scene(run, change)}`,
          because: reasonsFor(run, change),
          moments: [down, change].map(changeMoment),
        };
      }
    }
    return judged ? "kept" : undefined;
  },
});
