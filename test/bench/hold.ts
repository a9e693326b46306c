import FlatQueue from "flatqueue";
import { Completions } from "../../sim/engine/completions.ts";
import { EventHeap } from "../../sim/engine/event-heap.ts";
import { sampler } from "../../sim/random/sampler.ts";
import { stream } from "../../sim/random/stream.ts";
import { type Bench, seconds } from "./bench.ts";

/** The hold model: the first of so many pending events is taken out and another one put in, a step for every other task. */
export function hold(pending: number): Bench {
  return {
    name: `hold${pending}`,
    what: `hold model, ${pending.toLocaleString("en")} pending`,
    unit: "ns",
    contenders: [
      { name: "completions, replace", run: (tasks) => rows(pending, tasks / 2) },
      { name: "event heap, pop and push", run: (tasks) => heap(pending, tasks / 2) },
      { name: "flatqueue", run: (tasks) => flatqueue(pending, tasks / 2) },
    ],
    reference: "flatqueue",
  };
}

async function heap(pending: number, steps: number): Promise<number> {
  const events = new EventHeap();
  const increments = drawn(pending);
  for (let index = 0; index < pending; index++) events.push(increments[index]!, 0, index & 1023, 0);
  return nanoseconds(steps, () => {
    for (let step = 0; step < steps; step++) {
      const time = events.time + increments[step & MASK]!;
      const { subject } = events;
      events.pop();
      events.push(time, 0, subject, 0);
    }
  });
}

async function rows(pending: number, steps: number): Promise<number> {
  const completions = new Completions();
  const increments = drawn(pending);
  for (let row = 0; row < pending; row++) {
    completions.room(row, 0);
    completions.times[row] = increments[row]!;
    completions.enter(row);
  }
  return nanoseconds(steps, () => {
    const { times } = completions;
    for (let step = 0; step < steps; step++) {
      const { row } = completions;
      times[row]! += increments[step & MASK]!;
      completions.replace(row);
    }
  });
}

async function flatqueue(pending: number, steps: number): Promise<number> {
  const events = new FlatQueue<number>();
  const increments = drawn(pending);
  for (let index = 0; index < pending; index++) events.push(index, increments[index]!);
  return nanoseconds(steps, () => {
    for (let step = 0; step < steps; step++) {
      const time = events.peekValue()! + increments[step & MASK]!;
      events.push(events.pop()!, time);
    }
  });
}

const MASK = 2 ** 16 - 1;

/** Exponential, and enough for the first of every event. */
function drawn(pending: number): Float64Array {
  const values = new Float64Array(Math.max(pending, MASK + 1));
  sampler({ kind: "exponential", mean: pending }, stream(1, "hold")).fill(values, values.length);
  return values;
}

/** A step, once the code is warm. */
async function nanoseconds(steps: number, work: () => void): Promise<number> {
  work();
  return ((await seconds(work)) / steps) * 1e9;
}
