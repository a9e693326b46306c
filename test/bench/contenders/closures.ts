import type { Answer, Queueing } from "../queueing.ts";

interface Event {
  readonly time: number;
  readonly happen: () => void;
}

/** The engine one writes first: an event is an object with a closure, the queue an array, and every wait is kept and sorted. */
export function closures({ servers, horizon, gaps, services }: Queueing): Answer {
  const arrivals = gaps();
  const demands = services();
  const events: Event[] = [];
  const queue: { readonly arrival: number }[] = [];
  const waits: number[] = [];
  let now = 0;
  let free = servers;
  let done = 0;

  const after = (delay: number, happen: () => void) => push(events, { time: now + delay, happen });
  const begin = (task: { readonly arrival: number }) => {
    waits.push(now - task.arrival);
    after(demands.next(), () => {
      done++;
      const next = queue.shift();
      if (next === undefined) free++;
      else begin(next);
    });
  };
  const arrive = () => {
    const task = { arrival: now };
    if (free > 0) {
      free--;
      begin(task);
    } else queue.push(task);
    after(arrivals.next(), arrive);
  };

  after(arrivals.next(), arrive);
  for (;;) {
    const event = pop(events)!;
    if (event.time >= horizon) break;
    now = event.time;
    event.happen();
  }
  waits.sort((a, b) => a - b);
  return { done, wait: waits.reduce((sum, wait) => sum + wait, 0) / waits.length };
}

function push(heap: Event[], event: Event): void {
  let at = heap.push(event) - 1;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (heap[parent]!.time <= event.time) break;
    heap[at] = heap[parent]!;
    at = parent;
  }
  heap[at] = event;
}

function pop(heap: Event[]): Event | undefined {
  const top = heap[0];
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return top;
  let at = 0;
  for (let child = 1; child < heap.length; child = 2 * at + 1) {
    if (child + 1 < heap.length && heap[child + 1]!.time < heap[child]!.time) child++;
    if (last.time <= heap[child]!.time) break;
    heap[at] = heap[child]!;
    at = child;
  }
  heap[at] = last;
  return top;
}
