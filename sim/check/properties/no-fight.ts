import { z } from "zod";
import { fell, rose } from "../demand.ts";
import { property } from "../property.ts";
import type { Change, RunRecord } from "../run-record.ts";
import { changeWords, scene } from "../scene.ts";
import { changeMoment, reasonsFor, span } from "../words.ts";

export const noFight = property({
  name: "no-fight",
  summary: "Two controllers of groups on one queue do not undo each other's steps.",
  parameters: z.strictObject({
    within: z.number().positive().default(300).describe("Seconds in which a step the other way undoes one."),
    most: z.int().nonnegative().default(2).describe("Steps undone in a run that are forgiven."),
  }),
  needs: "two controllers whose groups serve one queue, and steps of both",
  judge(run, { within, most }) {
    const { changes, steps } = run;
    const controllers = new Set(changes.map(({ step }) => steps[step]?.controller));
    if (controllers.size < 2) return undefined;
    const undone: [Change, Change][] = [];
    for (const [index, change] of changes.entries()) {
      const other = changes.slice(0, index).findLast((each) => isAgainst(run, each, change, within));
      if (other === undefined) continue;
      undone.push([other, change]);
      if (undone.length <= most) continue;
      const name = (of: Change) => steps[of.step]?.controller ?? "";
      return {
        time: change.time,
        what: `${name(change)} took ${changeWords(run, change)}, ${span(change.time - other.time)} after ${name(other)} had taken ${changeWords(run, other)}${scene(run, change)}`,
        because: reasonsFor(run, change),
        moments: undone.flat().map(changeMoment),
      };
    }
    return "kept";
  },
});

/** Another controller's step the other way, of a group with a queue in common, and no more or less work to explain it. */
function isAgainst(run: RunRecord, before: Change, after: Change, within: number): boolean {
  const { steps, scenario } = run;
  const up = after.to > after.from;
  if (after.time - before.time > within || up === before.to > before.from) return false;
  if (steps[before.step]?.controller === steps[after.step]?.controller) return false;
  const serves = (name: string) => scenario.groups.find((group) => group.name === name)?.serves ?? [];
  if (!serves(before.group).some((queue) => serves(after.group).includes(queue))) return false;
  return !(up ? rose : fell)(run, after.group, before.time, after.time, within);
}
