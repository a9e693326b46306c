import { Tally } from "../measure/gauge.ts";
import type { BrokerQueue } from "../plant/broker-queue.ts";
import type { Arriving } from "./serve-arrivals.ts";

/**
 * The waits of those that arrived and of whom the first so many started, and the number waiting with its peak, which comes just after an
 * arrival. `earlier`: when those that had waited before the stretch started. Makes waits of the starts.
 */
export function noteWaits(queue: BrokerQueue, tasks: Arriving, earlier: Float64Array, started: number): void {
  const { arrivals, starts, arrived } = tasks;
  const before = queue.waiting.value;
  const waiting = new Tally();
  for (const start of earlier) waiting.add(start, -1);
  let [gone, begun] = [0, 0];
  let most = 0;
  for (let index = 0; index < arrived; index++) {
    const arrival = arrivals[index]!;
    while (gone < earlier.length && earlier[gone]! <= arrival) gone++;
    while (begun < started && starts[begun]! <= arrival) begun++;
    // It started as it arrived.
    if (begun > index) continue;
    waiting.add(arrival, 1);
    most = Math.max(most, before - gone + index + 1 - begun);
    if (index >= started) continue;
    waiting.add(starts[index]!, -1);
    queue.waitedAtAll++;
  }
  queue.waiting.include(waiting);
  queue.waiting.peak = Math.max(queue.waiting.peak, most);
  queue.recentPeak = Math.max(queue.recentPeak, most);
  for (let index = 0; index < started; index++) starts[index]! -= arrivals[index]!;
  queue.waits.addAll(starts, started);
}
