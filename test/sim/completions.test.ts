import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import { Completions } from "../../sim/engine/completions.ts";

const step = fc.record({
  row: fc.integer({ min: 0, max: 150 }),
  // At one instant, close together, or years apart.
  after: fc.oneof(
    fc.integer({ min: 0, max: 20 }),
    ...[1e-6, 1, 1e5, 1e8].map((max) => fc.double({ min: 0, max, noNaN: true })),
  ),
  do: fc.constantFrom("enter" as const, "enter" as const, "replace" as const, "finish" as const, "leave" as const),
});

test.prop([fc.array(step, { maxLength: 300, size: "max" })])(
  "whoever is done first is in front, of one instant who came first",
  (steps) => {
    const completions = new Completions();
    let model: { row: number; time: number }[] = [];
    let now = 0;
    const enter = (row: number, time: number) => {
      completions.times[row] = time;
      model.push({ row, time });
      // A stable sort: of one instant whoever was entered first stays first.
      model.sort((a, b) => a.time - b.time);
    };
    for (const { row, after, do: what } of steps) {
      const first = model[0];
      expect(completions.time).toBe(first?.time ?? Number.POSITIVE_INFINITY);
      if (first !== undefined) expect(completions.row).toBe(first.row);
      const listed = model.some((one) => one.row === row);
      if (what === "enter" && !listed) {
        completions.room(row, 0);
        enter(row, now + after);
        completions.enter(row);
      } else if (what === "replace" && first !== undefined) {
        now = first.time;
        model.shift();
        enter(first.row, now + after);
        completions.replace(first.row);
      } else if (what === "finish" && first !== undefined) {
        now = first.time;
        model.shift();
        completions.leave(first.row);
      } else if (what === "leave" && listed) {
        model = model.filter((one) => one.row !== row);
        completions.leave(row);
      }
    }
  },
);
