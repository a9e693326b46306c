import { z } from "zod";
import { fell } from "../demand.ts";
import { property } from "../property.ts";
import type { Change, RunRecord } from "../run-record.ts";
import { changeWords, named, scene, whom } from "../scene.ts";
import { changeMoment, reasonsFor, span } from "../words.ts";
import { byGroup } from "./changes.ts";

export const noQuickDown = property({
  name: "no-quick-down",
  summary:
    "No scale-down soon after a scale-up, or of replicas the run began with that are still warming up, unless less work came.",
  parameters: z.strictObject({
    within: z
      .number()
      .positive()
      .default(300)
      .describe("Seconds after the scale-up, and before it for comparing work."),
  }),
  needs: "a scale-down after a scale-up",
  judge(run, { within }) {
    let judged = false;
    for (const [group, changes] of byGroup(run)) {
      let last: Change | undefined;
      for (const change of changes) {
        if (change.to > change.from) {
          last = change;
          continue;
        }
        const up = last ?? initialUp(run, change);
        if (up === undefined) continue;
        judged = true;
        const since = change.time - up.time;
        if (since >= within || fell(run, group, up.time, change.time, within)) continue;
        const added = last === undefined ? "the run began, still starting" : "it had added";
        return {
          time: change.time,
          what: `it took ${changeWords(run, change)}, ${span(since)} after ${added} ${up.to - up.from}${last === undefined ? "" : named(whom(run, last))}${scene(run, change)}`,
          because: reasonsFor(run, change),
          moments: [{ time: up.time, label: `${group} ${up.from} → ${up.to}` }, changeMoment(change)],
        };
      }
    }
    return judged ? "kept" : undefined;
  },
});

/** Replicas the run began with, of which one is told to go before it is ready, have just been asked for. */
function initialUp({ replicas, releases }: RunRecord, { group, time }: Change) {
  const going = releases.filter((release) => release.group === group && release.time === time);
  const early = going
    .flatMap((release) => release.replicas.map(({ id }) => replicas.get(id)))
    .filter((life) => {
      return life?.started === 0 && (life.ready === undefined || life.ready > time);
    });
  return early.length === 0 ? undefined : { time: 0, from: 0, to: early.length };
}
