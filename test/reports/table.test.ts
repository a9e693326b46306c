import { stripVTControlCharacters } from "node:util";
import { expect, test } from "vitest";
import { summaryTable } from "../../reports/index.ts";
import { fixture } from "./fixture.ts";

test.each([60, 80, 100, 120])("fits into %i columns", (width) => {
  const lines = summaryTable(fixture(), { color: false, width }).split("\n");
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
  expect(lines.join("\n")).toMatch(/p95/);
});

test("keeps wait p95 and cost when narrow, and shows everything when wide", () => {
  const narrow = summaryTable(fixture(), { color: false, width: 80 });
  const wide = summaryTable(fixture(), { color: false, width: 200 });
  expect(narrow).toMatch(/p95 min.*total \$/);
  expect(narrow).toMatch(/6 more columns in\s+the\s+report/);
  expect(wide).toMatch(/p50 min .*p99 min .*unfinished .*in time % .*total \$ .*GPU h .*ups .*downs .*reversals/);
  expect(wide).not.toContain("in the report");
});

test("every row ends at the same place", () => {
  const [, head = "", ...rows] = summaryTable(fixture(), { color: false, width: 120 }).split("\n");
  for (const row of rows.slice(0, 4)) expect(row.length).toBe(head.length);
});

test("marks the best and says what the mark means", () => {
  const table = summaryTable(fixture(), { color: false, width: 120 });
  expect(table).toMatch(/static-4 .*59\.57 ±4\.51\*/);
  expect(table).toContain("* best mean");
});

test("color changes nothing but color", () => {
  const colored = summaryTable(fixture(), { color: true, width: 100 });
  expect(colored).toContain("\u001b[");
  expect(stripVTControlCharacters(colored)).toBe(summaryTable(fixture(), { color: false, width: 100 }));
});

test("shows warnings, and no control characters of theirs", () => {
  const result = { ...fixture(), warnings: ["no price\u001b[31m given"] };
  const table = summaryTable(result, { color: false, width: 100 });
  expect(table).toContain("warning: no price [31m given");
});

test("cuts a label that would leave no room for numbers", () => {
  const result = fixture();
  const policies = result.policies.map((policy) => ({ ...policy, label: `${policy.label} ${"x".repeat(90)}` }));
  const table = summaryTable({ ...result, policies }, { color: false, width: 80 });
  expect(table).toMatch(/static-4 x+… .*p?\d/);
});
