import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import { EventHeap } from "../../sim/engine/event-heap.ts";

const event = fc.record({ time: fc.integer({ min: 0, max: 20 }), kind: fc.integer({ min: 0, max: 9 }) });
const step = fc.oneof(
  { weight: 3, arbitrary: event.map((pushed) => ({ do: "push" as const, ...pushed })) },
  { weight: 2, arbitrary: fc.constant({ do: "pop" as const }) },
);

test.prop([fc.array(step, { maxLength: 400 })])("gives events back by time, kind and order of pushing", (steps) => {
  const heap = new EventHeap();
  const model: { time: number; kind: number; subject: number }[] = [];
  let sequence = 0;
  for (const one of steps) {
    const next = model[0];
    expect(heap.size).toBe(model.length);
    expect(heap.time).toBe(next?.time ?? Number.POSITIVE_INFINITY);
    if (next !== undefined)
      expect([heap.kind, heap.subject, heap.stamp]).toEqual([next.kind, next.subject, next.subject + 7]);
    if (one.do === "pop") {
      if (model.shift() !== undefined) heap.pop();
    } else {
      const subject = sequence++;
      heap.push(one.time, one.kind, subject, subject + 7);
      model.push({ time: one.time, kind: one.kind, subject });
      model.sort((a, b) => a.time - b.time || a.kind - b.kind || a.subject - b.subject);
    }
  }
});
