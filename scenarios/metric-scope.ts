import { didYouMean } from "../policies/index.ts";
import { type Metric, metricText, readMetric } from "../sim/measure/catalogue/metric.ts";
import type { ScenarioFile } from "./schema.ts";

type Known = Pick<ScenarioFile, "groups" | "queues" | "workload">;

/** The metric by the names of results: what is measured of queues may be asked of a group that serves only one. */
export function scoped(text: string, read: Known): string {
  const { measure, ...metric } = readMetric(text);
  if (measure === undefined || metric.of === undefined || measure.ofQueue === undefined) return text;
  const [queue, another] = queuesOf(read).includes(metric.of) ? [] : servedBy(metric.of, read);
  return metricText({ measure, ...metric, ...(queue === undefined || another !== undefined ? {} : { of: queue }) });
}

/** What is wrong with the queue or group that a metric names; undefined if nothing is. */
export function scopeProblem(text: string, read: Known): string | undefined {
  const { measure, of } = readMetric(scoped(text, read));
  if (measure === undefined || of === undefined) return undefined;
  return measure.ofQueue === undefined ? groupProblem(measure, of, read) : queueProblem(measure, of, read);
}

/** The same for a line that is about the changes of a group. */
export function groupUnknown(of: string, { groups }: Known): string | undefined {
  const names = Object.keys(groups);
  return names.includes(of) ? undefined : `there is no group "${of}"${didYouMean(of, names)}`;
}

function groupProblem({ words, ofGroup }: Metric["measure"], of: string, read: Known): string | undefined {
  if (ofGroup === undefined) return `${words} is measured of everything together; leave out "of ${of}"`;
  const server = Object.keys(read.groups).find((group) => servedBy(group, read).includes(of));
  if (Object.hasOwn(read.groups, of) || server === undefined) return groupUnknown(of, read);
  return `${words} is measured of groups, and ${of} is a queue; write "${words} of ${server}"`;
}

function queueProblem({ words }: Metric["measure"], of: string, read: Known): string | undefined {
  const queues = queuesOf(read);
  if (queues.includes(of)) return undefined;
  const serves = servedBy(of, read);
  if (serves.length > 0) return `${words} is measured of queues, and ${of} serves ${serves.join(" and ")}; name one`;
  return `there is no queue or group "${of}"${didYouMean(of, [...queues, ...Object.keys(read.groups)])}`;
}

function servedBy(group: string, { groups }: Known): string[] {
  return [groups[group]?.serves ?? []].flat();
}

/** And their classes. */
function queuesOf({ groups, queues, workload }: Known): string[] {
  const served = Object.values(groups).flatMap(({ serves }) => serves);
  const classes = workload.flatMap(({ queue, classes = {} }) => Object.keys(classes).map((kind) => `${queue}/${kind}`));
  return [...new Set([...Object.keys(queues), ...served, ...classes])];
}
