import type { QueueTotals } from "../plant/witness.ts";
import type { RunRecord } from "./run-record.ts";

/** Whether clearly less work came for a group between two moments than in the time before the first. */
export function fell(run: RunRecord, group: string, from: number, to: number, before: number): boolean {
  const { expected, found } = compared(run, group, from, to, before);
  return found < expected / 2 && expected - found >= 1;
}

/** Whether clearly more did. */
export function rose(run: RunRecord, group: string, from: number, to: number, before: number): boolean {
  const { expected, found } = compared(run, group, from, to, before);
  return found > expected * 1.5 && found - expected >= 1;
}

/** Tasks that came in between, and how many would have at the rate of the `before` seconds before it. */
function compared(run: RunRecord, group: string, from: number, to: number, before: number) {
  const length = Math.min(before, from);
  const earlier = arrivedBy(run, group, from) - arrivedBy(run, group, from - length);
  return {
    expected: length === 0 ? 0 : (earlier / length) * (to - from),
    found: arrivedBy(run, group, to) - arrivedBy(run, group, from),
  };
}

/** Tasks that came for the group by then, as of the last decision of any controller. */
function arrivedBy(run: RunRecord, group: string, time: number): number {
  return sumOf(run, group, lastStep(run, time), ({ arrived }) => arrived);
}

/** Over the queues that a group serves, at a step; 0 before the first. */
export function sumOf(run: RunRecord, group: string, step: number, of: (queue: QueueTotals) => number): number {
  const serves = run.scenario.groups.find(({ name }) => name === group)?.serves ?? [];
  const queues = run.steps[step]?.queues ?? [];
  return queues.reduce((sum, queue) => (serves.includes(queue.name) ? sum + of(queue) : sum), 0);
}

/** Index of the last step by then, −1 if there is none. */
export function lastStep({ steps }: RunRecord, time: number): number {
  let [low, high] = [0, steps.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (steps[middle]!.time <= time) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
