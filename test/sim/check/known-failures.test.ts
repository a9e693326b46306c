import { expect, test } from "vitest";
import { find, known, knownLine } from "./known-failures.ts";
import { shown } from "./verdict-table.ts";

test.each(known)("$failure: found by the usual generators, as CHECKS.md has it", async (each) => {
  const found = await find(each);
  expect(found.situation.scenario.workload.length).toBeLessThanOrEqual(2);
  expect(shown()).toContain(knownLine(each, found));
});
