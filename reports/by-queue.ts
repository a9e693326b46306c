import type { Estimate, QueueMeasures, Result, RunMeasures } from "../sim/result.ts";
import { type Measure, measures } from "./measures.ts";
import type { Row } from "./summary.ts";

/** What the policies did to one queue, or one class of its tasks, in their order. */
export interface QueueRows {
  /** `queue`, or `queue / class`. */
  readonly queue: string;
  readonly rows: readonly Row[];
}

const read: Readonly<Record<string, (queue: QueueMeasures) => number | undefined>> = {
  "wait.p50": ({ wait }) => wait?.p50,
  "wait.p95": ({ wait }) => wait?.p95,
  "sojourn.p95": ({ sojourn }) => sojourn?.p95,
  unfinished: ({ unfinished }) => unfinished,
  lost: ({ lost }) => lost,
  expired: ({ expired }) => expired,
  redelivered: ({ redelivered }) => redelivered,
  attainment: ({ attainment }) => attainment,
};

/** The measures a queue has for itself. None is marked best: the summary tells who is. */
export const queueMeasures: readonly Measure[] = measures
  .filter(({ key }) => key in read)
  .map(({ better: _, ...measure }) => measure);

/** Means over the runs, with the least and most of them; nothing where all the work is in one queue without classes. */
export function byQueue(result: Result): QueueRows[] {
  const ofPolicies = result.policies.map(({ runs }) => runs.map((run) => apart(run.queues)));
  const queues = new Set(result.policies.flatMap(({ runs }) => runs.flatMap((run) => Object.keys(run.queues))));
  const names = new Set(ofPolicies.flat().flatMap((measured) => [...measured.keys()]));
  // One queue alone is what the summary tells of.
  const [first] = queues;
  if (queues.size === 1 && first !== undefined) names.delete(first);
  return [...names].map((queue) => ({
    queue,
    rows: ofPolicies.map((runs) => rowOf(runs.flatMap((measured) => measured.get(queue) ?? []))),
  }));
}

/** Each queue, followed by its classes. */
function apart(queues: RunMeasures["queues"]): ReadonlyMap<string, QueueMeasures> {
  return new Map(
    Object.entries(queues).flatMap(([name, queue]): [string, QueueMeasures][] => [
      [name, queue],
      ...Object.entries(queue.classes ?? {}).map(([kind, own]): [string, QueueMeasures] => [`${name} / ${kind}`, own]),
    ]),
  );
}

function rowOf(runs: readonly QueueMeasures[]): Row {
  return Object.fromEntries(
    Object.entries(read).flatMap(([key, of]) => {
      const values = runs.flatMap((run) => of(run) ?? []);
      return values.length === 0 ? [] : [[key, estimateOf(values)]];
    }),
  );
}

function estimateOf(values: readonly number[]): Estimate {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  if (values.length < 2) return { mean, runs: values.length };
  return { mean, low: Math.min(...values), high: Math.max(...values), runs: values.length };
}
