import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import { BrokerQueue } from "../../sim/plant/broker-queue.ts";

/** Long enough, and with enough that stays, for the queue to grow. */
const steps = fc.array(fc.constantFrom("push", "push", "push", "shift", "restore"), { maxLength: 500, size: "max" });

test.prop([steps])("is first in, first out, and redelivered work takes its old place", (steps) => {
  const queue = new BrokerQueue({ name: "q", acknowledge: "after" });
  const orders = Float64Array.from({ length: 600 }, (_, index) => index);
  const model: number[] = [];
  const out: number[] = [];
  let arrived = 0;
  for (const step of steps) {
    if (step === "push") {
      model.push(arrived);
      queue.push(0, arrived++);
    } else if (step === "shift" && model.length > 0) {
      const task = queue.shift(0);
      expect(task).toBe(model.shift());
      out.push(task);
    } else if (step === "restore" && out.length > 0) {
      const task = out.splice(Math.floor(out.length / 2), 1)[0] ?? 0;
      queue.restore(0, task, orders);
      model.push(task);
      model.sort((a, b) => a - b);
    }
    expect([...queue.tasks()]).toEqual(model);
    expect(queue.first()).toBe(model[0] ?? -1);
  }
});
