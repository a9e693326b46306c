import { Tally, UNITS } from "../measure/gauge.ts";
import type { BrokerQueue } from "../plant/broker-queue.ts";
import type { Line } from "./serve.ts";

/**
 * What is measured of the tasks that arrive within a stretch, of whom the first so many started: their waits, the sojourns of those that
 * are done, and how many waited and were at work when. `starts` are those of the tasks that had waited `before`, then theirs. Returns
 * how many are done.
 */
export function note(
  queue: BrokerQueue,
  work: Tally,
  line: Line,
  started: number,
  starts: Float64Array,
  before: number,
  until: number,
): number {
  const { arrivals, demands, count } = line;
  queue.recentPeak = most(queue.recentPeak, queue.size, line, starts, before + started);
  queue.waiting.peak = Math.max(queue.waiting.peak, queue.recentPeak);
  const waiting = new Tally();
  for (let place = 0; place < before; place++) {
    waiting.add(starts[place]!, -1);
    queue.backlog += starts[place]! - queue.noted;
    queue.noted = starts[place]!;
  }
  for (let index = started; index < count; index++) waiting.add(arrivals[index]!, 1);
  let done = 0;
  for (let from = 0; from < started; from += BLOCK) {
    const to = Math.min(started, from + BLOCK);
    noteBlock(queue, line, from, to, starts, before, until, waiting, work);
    const { waited, ended } = counts;
    queue.waitedAtAll += waited;
    queue.waits.addAll(waits, waited);
    queue.waits.addZeros(to - from - waited);
    queue.sojourns.addAll(sojourns, ended);
    done += ended;
  }
  // Who waits now has done so since the last start before, or came to an empty queue.
  if (started < count && queue.size === before) queue.noted = Math.max(arrivals[started]!, queue.noted);
  for (let index = started; index < count; index++) queue.offered += demands[index]!;
  queue.waiting.include(waiting);
  return done;
}

/**
 * The largest number waiting, which comes just after an arrival. One task more than ever before waits if the one that arrived so
 * many places earlier has not yet started: one look a task. `known`: how many start within the stretch.
 */
function most(peak: number, before: number, { arrivals, count }: Line, starts: Float64Array, known: number): number {
  let most = peak;
  for (let index = 0; index < count; index++) {
    const place = before + index - most;
    if (place >= 0 && (place >= known || starts[place]! > arrivals[index]!)) most++;
  }
  return most;
}

/**
 * Fills `waits`, with those of tasks that waited at all, and `sojourns`, and says in `counts` how many. Whether one waited decides no
 * jump: it would be mispredicted. Moments are split into whole seconds and units as gauges do it, in locals.
 */
function noteBlock(
  queue: BrokerQueue,
  { arrivals, demands }: Line,
  from: number,
  to: number,
  starts: Float64Array,
  before: number,
  until: number,
  waiting: Tally,
  work: Tally,
): void {
  let arrivedSeconds = 0;
  let arrivedUnits = 0;
  let begunSeconds = 0;
  let begunUnits = 0;
  let doneSeconds = 0;
  let doneUnits = 0;
  let waited = 0;
  let ended = 0;
  let { offered, backlog, noted } = queue;
  for (let index = from; index < to; index++) {
    const arrival = arrivals[index]!;
    const start = starts[before + index]!;
    const demand = demands[index]!;
    const end = start + demand;
    offered += demand;
    // It came to an empty queue, or was the first of it since the one before had started.
    backlog += start - Math.max(arrival, noted);
    noted = start;
    waits[waited] = start - arrival;
    waited += ((start > arrival) as unknown as number) | 0;
    const arrivalWhole = Math.floor(arrival);
    arrivedSeconds += arrivalWhole;
    arrivedUnits += Math.floor((arrival - arrivalWhole) * UNITS);
    const startWhole = Math.floor(start);
    begunSeconds += startWhole;
    begunUnits += Math.floor((start - startWhole) * UNITS);
    if (end >= until) continue;
    sojourns[ended++] = end - arrival;
    const endWhole = Math.floor(end);
    doneSeconds += endWhole;
    doneUnits += Math.floor((end - endWhole) * UNITS);
  }
  queue.offered = offered;
  queue.backlog = backlog;
  queue.noted = noted;
  waiting.seconds += arrivedSeconds - begunSeconds;
  waiting.units += arrivedUnits - begunUnits;
  work.change += to - from - ended;
  work.seconds += begunSeconds - doneSeconds;
  work.units += begunUnits - doneUnits;
  counts.waited = waited;
  counts.ended = ended;
}

const BLOCK = 1024;
const waits = new Float64Array(BLOCK);
const sojourns = new Float64Array(BLOCK);
const counts = { waited: 0, ended: 0 };
