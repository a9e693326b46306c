import { z } from "zod";
import { lastStep } from "../demand.ts";
import { faultTimes } from "../fault-times.ts";
import { longestTask } from "../mean.ts";
import { property } from "../property.ts";
import type { RunRecord } from "../run-record.ts";
import { loopTime, recoveryTime } from "../steady.ts";
import { span } from "../words.ts";

export const recovers = property({
  name: "recovers",
  summary: "Some time after a fault is over, no more work waits than before it, give or take a little.",
  parameters: z.strictObject({
    within: z
      .number()
      .positive()
      .nullable()
      .default(null)
      .describe("Seconds from the end of the fault; null: 5 minutes and 5 times a check, a reading and a warm-up."),
    slack: z.int().nonnegative().default(20).describe("Tasks more than twice what waited before are forgiven."),
  }),
  needs: "a fault that ends early enough, with light work that is the same before and after it",
  judge(run, { within: given, slack }) {
    const within = given ?? recoveryTime(loopTime(run.scenario));
    let judged = false;
    for (const { at, end, kind } of faultTimes(run.scenario.faults)) {
      const deadline = end + within;
      if (deadline > run.end || !isUnchanged(run, at, deadline, within / 2) || !isLight(run, at)) continue;
      judged = true;
      const before = waitingAt(run, lastStep(run, at));
      const later = run.steps.slice(lastStep(run, end + within / 2), lastStep(run, deadline) + 1);
      const limit = (name: string) => 2 * (before.get(name) ?? 0) + slack;
      const names = [...before.keys()];
      const stuck = names.find((name) => later.every(({ queues }) => waitingOf(queues, name) > limit(name)));
      if (stuck === undefined) continue;
      const now = waitingOf(later.at(-1)?.queues ?? [], stuck);
      return {
        time: deadline,
        what: `${now} tasks waited in ${stuck}, ${span(within)} after the end of the fault (${kind}) before which ${before.get(stuck) ?? 0} did`,
        moments: [
          { time: at, label: kind },
          { time: end, label: `end of ${kind}` },
          { time: deadline, label: "not recovered" },
        ],
      };
    }
    return judged ? "kept" : undefined;
  },
});

type Queues = RunRecord["steps"][number]["queues"];

/** Whether no source begins, ends or changes in between and for some time before, and no other fault comes. */
function isUnchanged({ scenario }: RunRecord, from: number, to: number, before: number): boolean {
  const { workload, faults, horizon = 0 } = scenario;
  const calm = faultTimes(faults).every(({ at, end }) => at === from || end < from - before || at > to);
  const steady = workload.every((source) => {
    const { until = horizon } = source;
    if (until <= from - before || source.from >= to) return true;
    const even = source.kind === "renewal" || source.kind === "poisson" || source.kind === "clients";
    return even && source.from <= from - before && until >= to;
  });
  return calm && steady;
}

/** Whether what came until then would keep at most a third of all replicas busy that are not dead for good: there is capacity to recover with. */
function isLight(run: RunRecord, until: number): boolean {
  const { scenario, steps, replicas } = run;
  const step = steps[lastStep(run, until)];
  const dead = (group: string) =>
    [...replicas.values()].filter((life) => life.group === group && life.failed !== undefined);
  if (step === undefined || step.time === 0) return false;
  return step.queues.every(({ name, arrived }) => {
    const places = scenario.groups
      .filter(({ serves }) => serves.includes(name))
      .reduce((sum, { name: group, maximum = Number.POSITIVE_INFINITY, slots, workers, failures }) => {
        const listed = failures?.prune === false ? dead(group).length : 0;
        return sum + Math.max(0, maximum - listed) * (slots?.count ?? workers ?? 1);
      }, 0);
    return (arrived / step.time) * longestTask(scenario) <= places / 3;
  });
}

function waitingAt({ steps }: RunRecord, step: number): Map<string, number> {
  return new Map((steps[step]?.queues ?? []).map(({ name, waiting }) => [name, waiting]));
}

function waitingOf(queues: Queues, name: string): number {
  return queues.find((queue) => queue.name === name)?.waiting ?? 0;
}
