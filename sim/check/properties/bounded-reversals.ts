import { z } from "zod";
import { property } from "../property.ts";
import { changeWords, scene } from "../scene.ts";
import { changeMoment, ordinal, reasonsFor, span } from "../words.ts";
import { byGroup } from "./changes.ts";

export const boundedReversals = property({
  name: "bounded-reversals",
  summary: "A group's count turns around at most so often in any stretch of time.",
  parameters: z.strictObject({
    most: z.int().nonnegative().default(6).describe("Reversals allowed."),
    window: z.number().positive().default(1800).describe("Length of the stretch, seconds."),
  }),
  needs: "a count that changes both up and down",
  judge(run, { most, window }) {
    let judged = false;
    for (const changes of byGroup(run).values()) {
      const turns = changes.filter((change, index) => {
        const before = changes[index - 1];
        return before !== undefined && Math.sign(change.to - change.from) !== Math.sign(before.to - before.from);
      });
      judged ||= turns.length > 0;
      const last = turns.findIndex(
        (turn, index) => turn.time - (turns[index - most]?.time ?? -window - 1) <= window && index >= most,
      );
      const end = turns[last];
      if (end === undefined) continue;
      const moments = turns.slice(last - most, last + 1);
      const length = end.time - (moments[0]?.time ?? 0);
      return {
        time: end.time,
        what: `it turned around for the ${ordinal(most + 1)} time within ${span(length)}: ${changeWords(run, end)}${scene(run, end)}`,
        because: reasonsFor(run, end),
        moments: moments.map(changeMoment),
      };
    }
    return judged ? "kept" : undefined;
  },
});
