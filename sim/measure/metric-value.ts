import type { QueueMeasures, RunMeasures } from "../result.ts";
import type { Measure } from "./catalogue/index.ts";
import { readMetric } from "./catalogue/metric.ts";

/** What a metric such as `wait.p95 of evaluator_queue` or `reversals per hour` is in a run. Undefined if not known. */
export function metricValue(text: string, run: RunMeasures): number | undefined {
  const { name, measure, of, perHour } = readMetric(text);
  if (measure === undefined) throw new Error(`there is no measure "${name}"`);
  const value = of === undefined ? measure.of(run) : ofOne(of, measure, run);
  return value === undefined || !perHour ? value : value / (run.duration / 3600);
}

function ofOne(name: string, { ofQueue, ofGroup }: Measure, run: RunMeasures): number | undefined {
  if (ofQueue !== undefined) {
    const queue = queueNamed(name, run);
    return queue && ofQueue(queue, run);
  }
  const group = run.groups[name];
  return group && ofGroup?.(group, run);
}

function queueNamed(name: string, { queues }: RunMeasures): QueueMeasures | undefined {
  const [queue = "", kind] = name.split("/");
  return kind === undefined ? queues[queue] : queues[queue]?.classes?.[kind];
}
