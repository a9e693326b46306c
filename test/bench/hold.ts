import FlatQueue from "flatqueue";
import { Completions } from "../../sim/engine/completions.ts";
import { EventHeap } from "../../sim/engine/event-heap.ts";
import { sampler } from "../../sim/random/sampler.ts";
import { stream } from "../../sim/random/stream.ts";
import { type Bench, seconds } from "./bench.ts";

/** The hold model: the first of so many pending events is taken out and another one put in, again and again. */
export function hold(pending: number): Bench {
  return {
    name: `hold${pending}`,
    what: `hold model, ${pending.toLocaleString("en")} pending`,
    unit: "ns",
    contenders: [
      { name: "completions, replace", run: () => rows(pending) },
      { name: "event heap, pop and push", run: () => heap(pending) },
      { name: "flatqueue", run: () => flatqueue(pending) },
    ],
    reference: "flatqueue",
  };
}

async function heap(pending: number): Promise<number> {
  const events = new EventHeap();
  const increments = drawn(pending);
  for (let index = 0; index < pending; index++) events.push(increments[index]!, 0, index & 1023, 0);
  return nanoseconds(() => {
    for (let step = 0; step < STEPS; step++) {
      const time = events.time + increments[step & MASK]!;
      const { subject } = events;
      events.pop();
      events.push(time, 0, subject, 0);
    }
  });
}

async function rows(pending: number): Promise<number> {
  const completions = new Completions();
  const increments = drawn(pending);
  for (let row = 0; row < pending; row++) {
    completions.room(row, 0);
    completions.times[row] = increments[row]!;
    completions.enter(row);
  }
  return nanoseconds(() => {
    const { times } = completions;
    for (let step = 0; step < STEPS; step++) {
      const { row } = completions;
      times[row]! += increments[step & MASK]!;
      completions.replace(row);
    }
  });
}

async function flatqueue(pending: number): Promise<number> {
  const events = new FlatQueue<number>();
  const increments = drawn(pending);
  for (let index = 0; index < pending; index++) events.push(index, increments[index]!);
  return nanoseconds(() => {
    for (let step = 0; step < STEPS; step++) {
      const time = events.peekValue()! + increments[step & MASK]!;
      events.push(events.pop()!, time);
    }
  });
}

const STEPS = 5_000_000;
const MASK = 2 ** 16 - 1;

/** Exponential, and enough for the first of every event. */
function drawn(pending: number): Float64Array {
  const values = new Float64Array(Math.max(pending, MASK + 1));
  sampler({ kind: "exponential", mean: pending }, stream(1, "hold")).fill(values, values.length);
  return values;
}

/** A step, once the code is warm. */
async function nanoseconds(work: () => void): Promise<number> {
  work();
  return ((await seconds(work)) / STEPS) * 1e9;
}
