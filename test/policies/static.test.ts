import { expect, test } from "vitest";
import { bind, control } from "../../policies/index.ts";
import { groupOf, idle, observe } from "./observations.ts";

const groups = { sampler: groupOf(idle(2)), evaluator: groupOf(idle(3)) };

function step(counts: Record<string, number>) {
  return control(bind("static", { counts })).step(observe({ groups }));
}

test("brings a group to its count, up or down, at once", () => {
  expect(step({ sampler: 6, evaluator: 1 }).actions).toEqual([
    { kind: "scale", group: "sampler", desired: 6 },
    { kind: "scale", group: "evaluator", desired: 1 },
  ]);
});

test("does nothing where the count is reached or none is given, and says so", () => {
  const { actions, record } = step({ sampler: 2 });
  expect(actions).toEqual([]);
  expect(record.decisions.map(({ subject, because }) => [subject, because[0].code])).toEqual([
    ["sampler", "count-reached"],
    ["evaluator", "count-not-given"],
  ]);
});

test("tells of a count for a group that is not there", () => {
  expect(step({ sampler: 2, smapler: 4 }).record.decisions.at(-1)?.because[0].code).toBe("group-not-listed");
});
