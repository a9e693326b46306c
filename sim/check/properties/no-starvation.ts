import { z } from "zod";
import { faultTimes } from "../fault-times.ts";
import { longestTask } from "../mean.ts";
import { property } from "../property.ts";
import { loopTime, recoveryTime } from "../steady.ts";
import { span } from "../words.ts";

export const noStarvation = property({
  name: "no-starvation",
  summary: "Where there is work, some of it gets done: no queue goes on for long without a completion.",
  parameters: z.strictObject({
    patience: z
      .number()
      .positive()
      .nullable()
      .default(null)
      .describe("Seconds without a completion; null: 5 minutes and 5 times a check, a reading, a warm-up and a task."),
  }),
  needs: "work for longer than its patience",
  judge(run, { patience }) {
    const most = patience ?? recoveryTime(loopTime(run.scenario) + longestTask(run.scenario));
    if (run.scenario.workload.length === 0) return undefined;
    let judged = false;
    const troubles = faultTimes(run.scenario.faults).filter(({ kind }) => HINDERING.has(kind));
    const since = new Map<string, { time: number; completed: number }>();
    for (const { time, queues } of run.steps) {
      if (troubles.some(({ at, end }) => time >= at && time <= end)) since.clear();
      for (const { name, completed, waiting, inService } of queues) {
        const before = since.get(name);
        if (waiting + inService === 0) since.delete(name);
        else if (before === undefined) since.set(name, { time, completed });
        else if (completed > before.completed) {
          judged ||= time - before.time > 0;
          since.set(name, { time, completed });
        } else if (time - before.time > most) {
          return {
            time,
            what: `nothing of ${name} had been completed for ${span(time - before.time)}, with ${waiting} tasks waiting and ${inService} begun`,
            moments: [
              { time: before.time, label: `last completion in ${name}` },
              { time, label: `${name} starves` },
            ],
          };
        }
      }
    }
    return judged || run.end > most ? "kept" : undefined;
  },
});

/** While such a fault lasts a policy can do nothing for the work. */
const HINDERING: ReadonlySet<string> = new Set(["nodeLoss", "brokerOutage", "actuator", "startFailure"]);
