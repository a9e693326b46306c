import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import { Dials } from "../../sim/engine/dials.ts";

const step = fc.record({
  clock: fc.integer({ min: 0, max: 20 }),
  time: fc.integer({ min: 0, max: 30 }),
  leaves: fc.boolean(),
});

test.prop([fc.array(step, { maxLength: 200, size: "max" })])(
  "the clock that is due first is in front, of one instant that which was set first",
  (steps) => {
    const dials = new Dials();
    const places = new Map<number, number>();
    let model: { clock: number; time: number }[] = [];
    for (const { clock, time, leaves } of steps) {
      const place = places.get(clock) ?? dials.take(clock);
      model = model.filter((one) => one.clock !== clock);
      if (leaves) {
        dials.leave(place);
        places.delete(clock);
      } else {
        dials.times[place] = time;
        dials.set(place);
        places.set(clock, place);
        model.push({ clock, time });
        // A stable sort: of one instant that which was set first stays first.
        model.sort((a, b) => a.time - b.time);
      }
      expect(dials.time).toBe(model[0]?.time ?? Number.POSITIVE_INFINITY);
      if (model[0] !== undefined) expect(dials.clock).toBe(model[0].clock);
    }
  },
);
