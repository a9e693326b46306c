import { type Tally, UNITS } from "../measure/gauge.ts";
import type { BrokerQueue } from "../plant/broker-queue.ts";
import { BLOCK } from "../workload/arrivals.ts";
import type { Line } from "./serve.ts";

/**
 * What is measured of some tasks of a line, once they have started: their waits, the sojourns of those that are done before that
 * moment, and how many waited and were at work when. `starts` are those of the tasks that had waited `before`, then theirs. Returns how
 * many are done. As soon as they have started, while their columns are still in the cache.
 */
export function noteStarted(
  queue: BrokerQueue,
  line: Line,
  from: number,
  to: number,
  starts: Float64Array,
  before: number,
  until: number,
  waiting: Tally,
  work: Tally,
): number {
  noteBlock(queue, line, from, to, starts, before, until, waiting, work);
  const { waited, ended } = counts;
  if (waited > 0)
    queue.recentPeak = mostWaiting(queue.recentPeak, queue.size, line.arrivals, from, to, starts, before + to);
  queue.waitedAtAll += waited;
  queue.waits.addAll(waits, waited);
  queue.waits.addZeros(to - from - waited);
  queue.sojourns.addAll(sojourns, ended);
  return ended;
}

/** The first so many of the tasks that had waited before the stretch have started. */
export function noteWaited(queue: BrokerQueue, starts: Float64Array, count: number, waiting: Tally): void {
  for (let place = 0; place < count; place++) {
    const start = starts[place]!;
    waiting.add(start, -1);
    queue.backlog += start - queue.noted;
    queue.noted = start;
  }
}

/** The tasks of a line from this place on have not started; so many had waited before the stretch, and `known` have started in all. */
export function noteWaiting(
  queue: BrokerQueue,
  line: Line,
  from: number,
  starts: Float64Array,
  known: number,
  waiting: Tally,
): void {
  const { arrivals, demands, count } = line;
  if (from < count) {
    queue.recentPeak = mostWaiting(queue.recentPeak, queue.size, arrivals, from, count, starts, known);
    // Who waits now has done so since the last start before, or came to an empty queue.
    if (queue.size + from === known) queue.noted = Math.max(arrivals[from]!, queue.noted);
  }
  for (let index = from; index < count; index++) {
    waiting.add(arrivals[index]!, 1);
    queue.offered += demands[index]!;
  }
  queue.waiting.peak = Math.max(queue.waiting.peak, queue.recentPeak);
  queue.waiting.include(waiting);
}

/**
 * The largest number waiting, which comes just after an arrival: of the tasks from one place up to another. One task more than ever
 * before waits if the one that arrived so many places earlier has not yet started: one look a task, or a few tasks if the last of
 * them finds that it had before the first of them arrived. `known`: how many have started.
 */
export function mostWaiting(
  peak: number,
  before: number,
  arrivals: Float64Array,
  begin: number,
  end: number,
  starts: Float64Array,
  known: number,
): number {
  let most = peak;
  for (let from = begin; from < end; from += FEW) {
    const to = Math.min(end, from + FEW);
    const last = before + to - 1 - most;
    if (last < 0 || (last < known && starts[last]! <= arrivals[from]!)) continue;
    for (let index = from; index < to; index++) {
      const place = before + index - most;
      if (place >= 0 && (place >= known || starts[place]! > arrivals[index]!)) most++;
    }
  }
  return most;
}

/**
 * Fills `waits`, with those of tasks that waited at all, and `sojourns`, and says in `counts` how many. Neither decides a jump: it
 * would be mispredicted, or be taken for the first time in code that was made without it, which V8 then gives up. Gauges want whole
 * seconds and units: the units from one moment to another are their difference in units, one rounding for each, and exact unless
 * they are very many.
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
  // What other files export is read anew wherever it is used.
  const units = UNITS;
  let waitUnits = 0;
  let workUnits = 0;
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
    sojourns[ended] = end - arrival;
    ended += ((end < until) as unknown as number) | 0;
    const begun = Math.floor(start * units);
    waitUnits += begun - Math.floor(arrival * units);
    workUnits += Math.floor(Math.min(end, until) * units) - begun;
  }
  queue.offered = offered;
  queue.backlog = backlog;
  queue.noted = noted;
  counts.waited = waited;
  counts.ended = ended;
  // They have been counted as if they had ended by then.
  if (ended < to - from) work.add(until, to - from - ended);
  if (waitUnits < EXACT && workUnits < EXACT) {
    waiting.addUnits(-waitUnits);
    work.addUnits(-workUnits);
    return;
  }
  for (let index = from; index < to; index++) {
    const start = starts[before + index]!;
    waiting.add(arrivals[index]!, 1);
    waiting.add(start, -1);
    work.add(start, 1);
    work.add(Math.min(until, start + demands[index]!), -1);
  }
}

/** Whole numbers below are exact, and so are the sums on the way there. */
const EXACT = 2 ** 52;
/** Tasks looked at together. */
const FEW = 8;
const waits = new Float64Array(BLOCK);
const sojourns = new Float64Array(BLOCK);
const counts = { waited: 0, ended: 0 };
