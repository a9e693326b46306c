import { expect, test } from "vitest";
import { limitWords } from "../../../reports/limit-words.ts";
import { limitText } from "../../../sim/measure/constraints.ts";
import { fixture } from "../../reports/fixture.ts";

test.each([0.5, 30, 120, 100, 7200])("a limit of %d s is written as reports write it", (below) => {
  const limit = { measure: "wait.p95", below };
  expect(limitText(limit)).toBe(limitWords(fixture(), { subjectTo: [limit] }));
});
