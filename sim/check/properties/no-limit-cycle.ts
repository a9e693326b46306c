import { z } from "zod";
import { property } from "../property.ts";
import type { Change } from "../run-record.ts";
import { scene } from "../scene.ts";
import { loopTime, steadyFrom } from "../steady.ts";
import { changeMoment, ordinal, reasonsFor, span } from "../words.ts";
import { byGroup } from "./changes.ts";

export const noLimitCycle = property({
  name: "no-limit-cycle",
  summary: "Under even work no group's count swings up and down with a steady period.",
  parameters: z.strictObject({
    cycles: z.int().positive().default(3).describe("So many swings in a row, each about as long, are a cycle."),
    regular: z.number().positive().default(0.3).describe("How much their lengths may differ: deviation over mean."),
  }),
  needs: "even work, unbroken and for long enough",
  judge(run, { cycles, regular }) {
    const from = steadyFrom(run.scenario);
    if (from === undefined || run.end - from < 2 * cycles * loopTime(run.scenario)) return undefined;
    for (const [group, changes] of byGroup(run)) {
      const peaks = peaksOf(changes.filter(({ time }) => time >= from));
      for (let end = cycles; end < peaks.length; end++) {
        const row = peaks.slice(end - cycles, end + 1);
        const lengths = row.slice(1).map((peak, index) => peak.time - row[index]!.time);
        const period = lengths.reduce((sum, length) => sum + length, 0) / cycles;
        const spread = Math.sqrt(lengths.reduce((sum, length) => sum + (length - period) ** 2, 0) / cycles);
        if (spread > regular * period) continue;
        const last = row[cycles]!;
        const inside = changes.filter(({ time }) => time >= row[0]!.time && time <= last.time);
        const amplitude = Math.max(...inside.map(({ from: a }) => a)) - Math.min(...inside.map(({ to }) => to));
        return {
          time: last.time,
          what: `${group} went up and down by ${amplitude} every ${span(period)} for the ${ordinal(cycles)} time under even work${scene(run, last)}`,
          because: reasonsFor(run, last),
          moments: inside.map(changeMoment),
        };
      }
    }
    return "kept";
  },
});

/** Changes down that follow one up: each ends a rise. */
function peaksOf(changes: readonly Change[]): Change[] {
  return changes.filter(({ from, to }, index) => {
    const before = changes[index - 1];
    return to < from && before !== undefined && before.to > before.from;
  });
}
