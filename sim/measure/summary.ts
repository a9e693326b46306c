import type { Estimate, RunMeasures } from "../result.ts";
import { studentT } from "./student-t.ts";

/** One number of a run that is compared between policies. */
export interface Measure {
  readonly name: string;
  readonly unit: string;
  /** Which way is better; neither for facts that are not merits. */
  readonly better?: "lower" | "higher";
  readonly definition: string;
  /** Undefined where the run does not know it. */
  of(run: RunMeasures): number | undefined;
}

/** The measures of the summary, in the order of the table. Shares are fractions of 1. */
export const measures: readonly Measure[] = [
  measure("wait.mean", "s", "lower", "Mean time from arrival to first start of service", (run) => run.tasks.wait?.mean),
  measure("wait.p50", "s", "lower", "Half of the tasks wait at most this long", (run) => run.tasks.wait?.p50),
  measure("wait.p95", "s", "lower", "95 % of the tasks wait at most this long", (run) => run.tasks.wait?.p95),
  measure("wait.p99", "s", "lower", "99 % of the tasks wait at most this long", (run) => run.tasks.wait?.p99),
  measure("wait.max", "s", "lower", "The longest wait", (run) => run.tasks.wait?.max),
  measure("sojourn.mean", "s", "lower", "Mean time from arrival to completion", (run) => run.tasks.sojourn?.mean),
  measure("sojourn.p95", "s", "lower", "95 % of the tasks are done within this", (run) => run.tasks.sojourn?.p95),
  measure(
    "attainment",
    "fraction of 1",
    "higher",
    "Tasks whose wait is within the objective",
    (run) => run.tasks.attainment,
  ),
  measure("arrived", "1", undefined, "Tasks that arrived", (run) => run.tasks.arrived),
  measure("completed", "1", "higher", "Tasks that were completed", (run) => run.tasks.completed),
  measure("unfinished", "1", "lower", "Tasks waiting or in service at the end", (run) => run.tasks.unfinished),
  measure(
    "lost",
    "1",
    "lower",
    "Tasks lost with replicas that were killed or died, in black holes or in a purge",
    (run) => run.tasks.lost,
  ),
  measure(
    "redelivered",
    "1",
    "lower",
    "Tasks begun again because their replica was killed",
    (run) => run.tasks.redelivered,
  ),
  measure("cost.total", "USD", "lower", "Money for nodes and replicas that have a price", (run) => run.cost?.total),
  measure(
    "cost.perThousandTasks",
    "USD",
    "lower",
    "Money for a thousand completed tasks",
    (run) => run.cost?.perThousandTasks,
  ),
  measure("replicaHours", "h", "lower", "Replica time from start until gone", (run) =>
    sum(run, (group) => group.replicaHours),
  ),
  measure("gpuHours", "h", "lower", "Replica time times the GPUs of a replica", (run) =>
    sum(run, (group) => group.gpuHours),
  ),
  measure("utilization", "fraction of 1", "higher", "Busy share of the time replicas were open for work", busyShare),
  measure("scaleUps", "1", "lower", "Increases of a desired count", (run) => sum(run, (group) => group.scaleUps)),
  measure("scaleDowns", "1", "lower", "Decreases of a desired count", (run) => sum(run, (group) => group.scaleDowns)),
  measure("reversals", "1", "lower", "Changes in the other direction than the one before", (run) =>
    sum(run, (group) => group.reversals),
  ),
  measure("neverServed", "1", "lower", "Replicas that became ready and left without serving", (run) =>
    sum(run, (group) => group.neverServed),
  ),
  measure("killed", "1", "lower", "Replicas killed at the end of their grace time", (run) =>
    sum(run, (group) => group.killed),
  ),
  measure("failedStarts", "1", undefined, "Replicas that ended before they served", (run) =>
    sumKnown(run, (group) => group.failedStarts),
  ),
  measure("crashed", "1", undefined, "Replicas that ended without being asked to after they could serve", (run) =>
    sumKnown(run, (group) => group.crashed),
  ),
  measure("swallowed", "1", "lower", "Tasks that black holes took and lost", (run) =>
    sumKnown(run, (group) => group.swallowed),
  ),
  measure("purged", "1", "lower", "Tasks dropped by a purge", (run) => run.tasks.purged),
];

/** Mean and 95 % interval of every measure that every run knows. */
export function summarize(runs: readonly RunMeasures[]): Record<string, Estimate> {
  const summary: Record<string, Estimate> = {};
  for (const { name, of } of measures) {
    const values = runs.map(of).filter((value) => value !== undefined);
    if (values.length === runs.length && values.length > 0) summary[name] = estimate(values);
  }
  return summary;
}

/** Mean with the interval of Student's t over independent runs. */
export function estimate(values: readonly number[]): Estimate {
  const runs = values.length;
  const mean = values.reduce((total, value) => total + value, 0) / runs;
  if (runs < 2) return { mean, runs };
  const variance = values.reduce((total, value) => total + (value - mean) ** 2, 0) / (runs - 1);
  const half = studentT(runs - 1) * Math.sqrt(variance / runs);
  return { mean, low: mean - half, high: mean + half, runs };
}

function measure(
  name: string,
  unit: string,
  better: Measure["better"],
  definition: string,
  of: Measure["of"],
): Measure {
  return { name, unit, ...(better === undefined ? {} : { better }), definition, of };
}

function sum(run: RunMeasures, of: (group: RunMeasures["groups"][string]) => number): number {
  return Object.values(run.groups).reduce((total, group) => total + of(group), 0);
}

/** Undefined where no group knows it. */
function sumKnown(run: RunMeasures, of: (group: RunMeasures["groups"][string]) => number | undefined) {
  const known = Object.values(run.groups)
    .map(of)
    .filter((value) => value !== undefined);
  return known.length === 0 ? undefined : known.reduce((total, value) => total + value, 0);
}

function busyShare(run: RunMeasures): number | undefined {
  const groups = Object.values(run.groups).map((group) => group.meanReplicas);
  const open = groups.reduce((total, group) => total + group.ready + group.draining + (group.unhealthy ?? 0), 0);
  return open === 0 ? undefined : groups.reduce((total, group) => total + group.busy, 0) / open;
}
