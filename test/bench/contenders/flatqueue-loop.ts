import FlatQueue from "flatqueue";
import { Histogram } from "../../../sim/measure/histogram.ts";
import type { Answer, Queueing } from "../queueing.ts";

/** The same queue with a good priority queue from npm, one draw at a time, and no thought of how V8 does it. */
export function flatqueueLoop({ servers, horizon, gaps, services }: Queueing): Answer {
  const events = new FlatQueue<number>();
  const arrivals = gaps();
  const demands = services();
  const waiting: number[] = [];
  const histogram = new Histogram();
  let first = 0;
  let free = servers;
  let sum = 0;
  let done = 0;

  const begin = (now: number, arrival: number) => {
    sum += now - arrival;
    histogram.add(now - arrival);
    events.push(COMPLETION, now + demands.next());
  };
  events.push(ARRIVAL, arrivals.next());
  for (;;) {
    const now = events.peekValue() ?? horizon;
    if (now >= horizon) break;
    if (events.pop() === ARRIVAL) {
      events.push(ARRIVAL, now + arrivals.next());
      if (free === 0) waiting.push(now);
      else {
        free--;
        begin(now, now);
      }
    } else {
      done++;
      if (first === waiting.length) free++;
      else begin(now, waiting[first++]!);
      if (first > 1024 && first * 2 > waiting.length) {
        waiting.splice(0, first);
        first = 0;
      }
    }
  }
  return { done, wait: sum / histogram.total };
}

const ARRIVAL = 0;
const COMPLETION = 1;
